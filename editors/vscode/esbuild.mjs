// Bundles the extension into dist/main.js; with --test, the tests into dist/test.js.
import { build } from "esbuild";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

const test = process.argv.includes("--test");
const shared = { bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "warning" };

if (test) {
  const files = readdirSync("src").filter((name) => name.endsWith(".test.ts"));
  await build({
    ...shared,
    stdin: { contents: files.map((name) => `import "./${name}";`).join("\n"), resolveDir: "src", loader: "ts" },
    outfile: "dist/test.js",
  });
} else {
  rmSync("dist", { recursive: true, force: true });
  const { metafile } = await build({
    ...shared,
    entryPoints: ["src/main.ts"],
    outfile: "dist/main.js",
    external: ["vscode"],
    minify: true,
    metafile: true,
  });
  writeFileSync("dist/NOTICES.txt", notices(Object.keys(metafile.inputs)));
}

/** The licences of the packages in the bundle, which ask that their text goes with every copy. */
function notices(inputs) {
  const folders = inputs.flatMap((file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
  return [...new Set(folders)].sort().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (licence === undefined) throw new Error(`${name} is bundled and has no licence file`);
    return `${name} ${version}\n\n${readFileSync(`${folder}/${licence}`, "utf8").trim()}\n`;
  }).join(`\n${"-".repeat(80)}\n\n`);
}
