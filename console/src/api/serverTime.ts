// The time as the server has it: clocks of other machines are wrong, and virtual time stands still.

/** A difference that is no more than what an answer takes is none. */
const SAME_MILLIS = 1000;

let ahead = 0;
let standsAt: number | undefined;

/** Is told what the header Skald-Time says: an instant, and `; virtual` where time passes only when it is told to. */
export function heardTime(header: string | null) {
  if (header === null) return;
  const [instant = "", ...more] = header.split("; ");
  const millis = Date.parse(instant);
  if (Number.isNaN(millis)) return;
  standsAt = more.includes("virtual") ? millis : undefined;
  const difference = millis - Date.now();
  if (Math.abs(difference - ahead) > SAME_MILLIS) ahead = Math.abs(difference) > SAME_MILLIS ? difference : 0;
}

/** In milliseconds since 1970. */
export function serverNow(): number {
  return standsAt ?? Date.now() + ahead;
}
