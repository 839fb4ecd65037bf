const NAME_MAX = 80;

/** What no name of a machine or execution may have: the server's rule, which is AWS's. */
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/;

/** Why something cannot be named so; undefined when it can. */
export function nameProblem(name: string): string | undefined {
  if (name.length > NAME_MAX) return "A name has " + NAME_MAX + " characters at most";
  const found = FORBIDDEN.exec(name)?.[0];
  if (found === undefined) return undefined;
  if (/\s/.test(found)) return "A name has no spaces";
  return /[!-~]/.test(found) ? "A name has no " + found : "A name has no control characters, and none beyond the basic plane";
}
