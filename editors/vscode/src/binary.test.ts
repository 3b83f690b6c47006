import * as assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { findBinary, type Machine } from "./binary";

let root: string;
let machine: Machine;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "plimsoll-test-"));
  machine = { platform: "linux", env: { PATH: `${root}/first:${root}/second` }, home: `${root}/home` };
});
afterEach(() => rmSync(root, { recursive: true }));

function program(place: string, mode = 0o755): string {
  const file = path.join(root, place);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, mode);
  return file;
}

test("the first folder of PATH wins", () => {
  program("second/plimsoll");
  const first = program("first/plimsoll");
  assert.deepEqual(findBinary("", undefined, machine), { program: first });
});

test("a file that cannot be run is passed over", () => {
  program("first/plimsoll", 0o644);
  const second = program("second/plimsoll");
  assert.deepEqual(findBinary("", undefined, machine), { program: second });
});

test("a folder of that name is passed over", () => {
  mkdirSync(path.join(root, "first/plimsoll"), { recursive: true });
  const second = program("second/plimsoll");
  assert.deepEqual(findBinary("", undefined, machine), { program: second });
});

test("cargo's folder is searched after PATH", () => {
  const cargo = program("home/.cargo/bin/plimsoll");
  assert.deepEqual(findBinary("", undefined, machine), { program: cargo });
  const moved = program("cargo/bin/plimsoll");
  machine.env["CARGO_HOME"] = path.join(root, "cargo");
  assert.deepEqual(findBinary("", undefined, machine), { program: moved });
});

test("the setting beats PATH, also when it is wrong", () => {
  program("first/plimsoll");
  const own = program("tools/plimsoll-dev");
  assert.deepEqual(findBinary(own, undefined, machine), { program: own });
  const wrong = path.join(root, "nowhere/plimsoll");
  assert.deepEqual(findBinary(wrong, undefined, machine), { missing: [wrong] });
});

test("home and workspace folder are understood in the setting", () => {
  const home = program("home/bin/plimsoll");
  assert.deepEqual(findBinary("~/bin/plimsoll", undefined, machine), { program: home });
  const built = program("work/target/debug/plimsoll");
  const folder = path.join(root, "work");
  assert.deepEqual(findBinary("target/debug/plimsoll", folder, machine), { program: built });
  assert.deepEqual(findBinary("${workspaceFolder}/target/debug/plimsoll", folder, machine), { program: built });
});

test("every place searched in vain is named once", () => {
  machine.env["PATH"] = `${root}/first:${root}/first:.:`;
  assert.deepEqual(findBinary("", undefined, machine), {
    missing: [path.join(root, "first/plimsoll"), path.join(root, "home/.cargo/bin/plimsoll")],
  });
});
