import { homedir } from "node:os";
import { Uri, commands, window, workspace, type ExtensionContext, type OutputChannel } from "vscode";
import {
  DidChangeConfigurationNotification,
  LanguageClient,
  State,
  type Location,
  type Position,
  type StaticFeature,
} from "vscode-languageclient/node";
import { findBinary } from "./binary";
import { DOCUMENTS } from "./documents";
import { forServer } from "./settings";

/**
 * VS Code's hovers fold `<details>`, but the client library's list of allowed tags leaves it out;
 * without the announcement the server sends the plain form that other editors get.
 */
const FOLDING_MARKDOWN: StaticFeature = {
  fillClientCapabilities: ({ general }) => void general?.markdown?.allowedTags?.push("details", "summary"),
  initialize: () => {},
  getState: () => ({ kind: "static" }),
  clear: () => {},
};

/** Lenses are for clients that can show places: VS Code's own command for it takes none of the protocol's. */
const SHOWS_REFERENCES: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { ...capabilities.experimental, commands: { commands: ["plimsoll.showReferences"] } };
  },
  initialize: () => {},
  getState: () => ({ kind: "static" }),
  clear: () => {},
};

let log: OutputChannel;
let client: LanguageClient | undefined;
/** Starts and stops wait for each other: two quick restarts must not leave two servers. */
let turn: Promise<void> = Promise.resolve();

export async function activate(context: ExtensionContext): Promise<void> {
  log = window.createOutputChannel("Plimsoll");
  context.subscriptions.push(
    log,
    commands.registerCommand("plimsoll.restart", restart),
    commands.registerCommand("plimsoll.showLog", () => log.show(true)),
    commands.registerCommand("plimsoll.showReferences", showReferences),
    workspace.onDidGrantWorkspaceTrust(restart),
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("plimsoll.path")) await restart();
      else if (change.affectsConfiguration("plimsoll")) await sendSettings();
    }),
  );
  await inTurn(start);
}

export function deactivate(): Promise<void> {
  return inTurn(stop);
}

function restart(): Promise<void> {
  return inTurn(async () => {
    await stop();
    await start();
  });
}

function inTurn(step: () => Promise<void>): Promise<void> {
  turn = turn.then(step, step);
  return turn;
}

async function start(): Promise<void> {
  const setting = workspace.getConfiguration("plimsoll").get("path", "");
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  const found = findBinary(setting, folder, { platform: process.platform, env: process.env, home: homedir() });
  if ("missing" in found) {
    void sayMissing(setting, found.missing);
    return;
  }
  log.appendLine(`Starting ${found.program} lsp`);
  client = new LanguageClient(
    "plimsoll",
    "Plimsoll",
    { command: found.program, args: ["lsp"] },
    {
      documentSelector: DOCUMENTS,
      outputChannel: log,
      initializationOptions: settings(),
      markdown: { supportHtml: true },
      middleware: {
        workspace: {
          configuration: (params, token, next) =>
            params.items.every(({ section }) => section === "plimsoll")
              ? params.items.map(({ scopeUri }) => settings(scopeUri === undefined ? undefined : Uri.parse(scopeUri)))
              : next(params, token),
          // `sendSettings` tells of changes; a server that registers for them would hear each twice.
          didChangeConfiguration: async () => {},
        },
      },
    },
  );
  client.registerFeature(FOLDING_MARKDOWN);
  client.registerFeature(SHOWS_REFERENCES);
  try {
    await client.start();
  } catch (error) {
    // The client has logged the details and shown a message of its own.
    log.appendLine(`${found.program} did not start: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What a lens does: the places that it is about, as the editor shows references. */
async function showReferences(uri: string, position: Position, locations: Location[]): Promise<void> {
  if (client === undefined || locations.length === 0) return;
  const convert = client.protocol2CodeConverter;
  await commands.executeCommand(
    "editor.action.showReferences",
    Uri.parse(uri),
    convert.asPosition(position),
    locations.map((location) => convert.asLocation(location)),
  );
}

async function stop(): Promise<void> {
  const old = client;
  client = undefined;
  try {
    await old?.dispose();
  } catch {
    // It never ran, or died before; there is nothing left to stop.
  }
}

async function sendSettings(): Promise<void> {
  if (client?.state !== State.Running) return;
  await client.sendNotification(DidChangeConfigurationNotification.type, { settings: { plimsoll: settings() } });
}

function settings(scope?: Uri): Record<string, unknown> {
  return forServer(workspace.getConfiguration("", scope).get<Record<string, unknown>>("plimsoll", {}));
}

async function sayMissing(setting: string, places: string[]): Promise<void> {
  log.appendLine(`No program at:\n${places.map((place) => `  ${place}`).join("\n")}`);
  // Notifications are plain text, so names stand without backticks.
  const message =
    setting.trim() === ""
      ? "Plimsoll's server, the program plimsoll, is neither in PATH nor in Cargo's bin folder: install it, or say where it is."
      : `Plimsoll's server is not at ${places[0]}: correct the setting plimsoll.path, or clear it to search PATH.`;
  const choice = await window.showErrorMessage(message, "Open Settings", "Show Log");
  if (choice === "Open Settings") await commands.executeCommand("workbench.action.openSettings", "plimsoll.path");
  if (choice === "Show Log") log.show(true);
}
