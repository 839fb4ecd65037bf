import { setTimeout as sleep } from 'node:timers/promises'

/** A failure that the machine knows: it has a retrier of its own. */
export class HandledError extends Error {
  name = 'HandledError'
}

/**
 * What no retry changes. The machine retries it all the same, and undoes both; the caller's answer is then that of any undone
 * deployment. Its text would be matched by the pattern of status 400 if the run failed with it.
 */
export function invalid(message) {
  return new HandledError(JSON.stringify({ statusCode: 400, message }))
}

const LONGER_THAN_ANY_TIME_OUT = 60_000

/**
 * Faults that a request asks for, to see what comes of them: {"faults": {"function-a": "HandledError"}}. Before the effect, or
 * after it with a "+" in front.
 */
export async function fault(event, name, when) {
  const asked = event.body?.faults?.[name] ?? ''
  if (asked === '' || (asked.startsWith('+') ? 'after' : 'before') !== when) return
  const kind = asked.replace('+', '')
  if (kind === 'HandledError') throw new HandledError(`${name} was asked to fail`)
  if (kind === 'TimeOut') await sleep(LONGER_THAN_ANY_TIME_OUT)
  else throw Object.assign(new Error(`${name} was asked to fail`), { name: kind })
}
