// When to ask a server again that did not answer.
import { ApiError } from "../api/client";

const MILLIS_FIRST = 500;
const MILLIS_MAX = 10_000;

/** No answer, and the answers of a server, or of a proxy before it, that is being restarted. */
const PASSING = [0, 502, 503, 504];

/** Pauses that double from half a second to ten. */
export class Pauses {
  private millis = MILLIS_FIRST;

  next(): number {
    const pause = this.millis;
    this.millis = Math.min(2 * pause, MILLIS_MAX);
    return pause;
  }

  /** It has answered: the next pause is the first one. */
  reset() {
    this.millis = MILLIS_FIRST;
  }
}

/** Asks again what the server did not answer until it does, for as long as somebody looks. */
export class Again {
  private readonly pauses = new Pauses();
  private readonly stopped = new AbortController();
  private timer: number | undefined;

  constructor(private readonly ask: () => void) {}

  /** A reading begins, whoever wanted it. */
  asked() {
    window.clearTimeout(this.timer);
  }

  answered() {
    this.pauses.reset();
  }

  failed(failure: unknown) {
    if (failure instanceof ApiError && PASSING.includes(failure.status)) this.timer = window.setTimeout(() => this.whenLookedAt(), this.pauses.next());
  }

  stop() {
    window.clearTimeout(this.timer);
    this.stopped.abort();
  }

  private whenLookedAt() {
    if (document.hidden) document.addEventListener("visibilitychange", () => this.whenLookedAt(), { once: true, signal: this.stopped.signal });
    else this.ask();
  }
}
