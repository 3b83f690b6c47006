import { accessSync, constants, statSync } from "node:fs";
import * as path from "node:path";

/** What the search for the program may look at; given from outside so that tests need no real home. */
export interface Machine {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  home: string;
}

/** The program to start, or every place where it was looked for in vain. */
export type Found = { program: string } | { missing: string[] };

/**
 * Finds `plimsoll`. A path that the user set is taken at its word: when it is wrong, another
 * version further down the list would hide the mistake.
 */
export function findBinary(setting: string, folder: string | undefined, machine: Machine): Found {
  const wish = setting.trim();
  const places = wish === "" ? usualPlaces(machine) : [fullPath(wish, folder, machine)];
  const program = places.find((place) => isProgram(place, machine));
  return program === undefined ? { missing: places } : { program };
}

function usualPlaces(machine: Machine): string[] {
  const cargo = machine.env["CARGO_HOME"] || path.join(machine.home, ".cargo");
  // An editor started from a desktop often has a shorter PATH than the user's shell.
  const folders = [...searchPath(machine), path.join(cargo, "bin")];
  const name = machine.platform === "win32" ? "plimsoll.exe" : "plimsoll";
  return [...new Set(folders.map((folder) => path.join(folder, name)))];
}

function searchPath({ env, platform }: Machine): string[] {
  // Windows spells it `Path`, and a copied environment keeps that spelling.
  const key = Object.keys(env).find((name) => name.toUpperCase() === "PATH");
  const text = (key && env[key]) || "";
  return text.split(platform === "win32" ? ";" : ":").filter((folder) => path.isAbsolute(folder));
}

function fullPath(wish: string, folder: string | undefined, { home }: Machine): string {
  if (wish === "~" || wish.startsWith("~/") || wish.startsWith("~\\")) return path.join(home, wish.slice(1));
  const base = folder ?? home;
  return path.resolve(base, wish.replaceAll("${workspaceFolder}", base));
}

function isProgram(file: string, { platform }: Machine): boolean {
  try {
    if (!statSync(file).isFile()) return false;
    if (platform !== "win32") accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
