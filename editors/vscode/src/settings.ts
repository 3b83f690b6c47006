/** Settings of this client itself; the server does not know them. */
const CLIENT_ONLY = new Set(["path", "trace"]);

/**
 * The `plimsoll` settings as the server reads them: a key that the user left empty is left out,
 * so that defaults are known in one place, the server.
 */
export function forServer(settings: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(settings).filter(([key]) => !CLIENT_ONLY.has(key));
  return Object.fromEntries(entries.flatMap(([key, value]) => (isUnset(value) ? [] : [[key, filled(value)]])));
}

function filled(value: unknown): unknown {
  return isTable(value) ? Object.fromEntries(Object.entries(value).filter(([, inner]) => !isUnset(inner))) : value;
}

function isUnset(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isTable(value) && Object.values(value).every(isUnset);
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
