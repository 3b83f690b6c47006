import * as assert from "node:assert/strict";
import { test } from "node:test";
import { forServer } from "./settings";

test("what the user left empty is left out", () => {
  const settings = {
    profile: null,
    exclude: [],
    registries: { allow: [] },
    podSecurity: {},
    rules: { "docker/latest-tag": "off" },
    hints: { effectiveUser: false },
  };
  assert.deepEqual(forServer(settings), {
    rules: { "docker/latest-tag": "off" },
    hints: { effectiveUser: false },
  });
});

test("a half-filled table keeps what is there", () => {
  assert.deepEqual(forServer({ helm: { version: 4, valuesFiles: [] } }), { helm: { version: 4 } });
});

test("the client's own settings stay here", () => {
  assert.deepEqual(forServer({ path: "/opt/plimsoll", trace: { server: "verbose" }, profile: "all" }), { profile: "all" });
});
