/** Why a text is no JSON; undefined when it is. */
export function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (malformed) {
    return malformed instanceof Error ? malformed.message : String(malformed);
  }
}
