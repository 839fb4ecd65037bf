// Talks to the server that sent this page, and to no other.
import { parseJson, pretty, type Json } from "../ui/jsonvalue";
import { ofTab } from "../ui/kept";
import { heardTime } from "./serverTime";

/** What went wrong, in the server's words. `code` is AWS's where AWS has one. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const SECRET = "skald.secret";
const SECRET_NEEDED = "skald-secret-needed";
const UNLOCKED = "skald-unlocked";

/** A stream has a beat every ten seconds: one that is silent for longer than this is cut off, whatever the connection says. */
const SILENT_MILLIS_MAX = 30_000;

/** A reading that takes longer is answered no more: its connection may have died without a word. */
const READING_MILLIS_MAX = 60_000;

/** What the header that carries a secret cannot hold: it comes along when something is copied, and is not seen. */
const NOT_OF_SECRETS = /[^\t\x20-\x7e\x80-\xff]/;

/** Why something is no secret; undefined when it may be one. */
export function secretProblem(secret: string): string | undefined {
  return NOT_OF_SECRETS.test(secret) ? "No secret holds such a character. One that is not seen may have come along as it was copied." : undefined;
}

/** Keeps the secret of the token file for as long as this tab is open, and has everything read again that was refused without it. */
export function keepSecret(secret: string) {
  ofTab.set(SECRET, secret);
  window.dispatchEvent(new Event(UNLOCKED));
}

/** Is told when the server wants a secret, and whether it has refused the one that this tab has. */
export function onSecretNeeded(listener: (refused: boolean) => void) {
  const heard = () => listener(ofTab.get(SECRET) !== null);
  window.addEventListener(SECRET_NEEDED, heard);
  return () => window.removeEventListener(SECRET_NEEDED, heard);
}

/** Is told when there is another secret: what was refused may be asked for again. */
export function onUnlocked(listener: () => void) {
  window.addEventListener(UNLOCKED, listener);
  return () => window.removeEventListener(UNLOCKED, listener);
}

function headers(more: Record<string, string> = {}): Record<string, string> {
  const secret = ofTab.get(SECRET);
  return secret === null ? more : { ...more, Authorization: "Bearer " + secret };
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const used = ofTab.get(SECRET);
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (failure) {
    throw unanswered(failure);
  }
  heardTime(response.headers.get("Skald-Time"));
  if (response.ok) return response;
  throw await refused(response, used);
}

/** What there is instead of an answer. Whoever gave up asking knows why. */
function unanswered(failure: unknown): unknown {
  if (failure instanceof ApiError || (failure instanceof DOMException && failure.name === "AbortError")) return failure;
  return new ApiError(0, "Unreachable", "The server does not answer. It may be stopped, or restarting.");
}

/** An answer that breaks off is none. */
async function textOf(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (failure) {
    throw unanswered(failure);
  }
}

async function valueOf<T>(response: Response): Promise<T> {
  return JSON.parse(await textOf(response)) as T;
}

/** Gives up after a while, or when whoever wanted it does. */
async function reading<T>(signal: AbortSignal | undefined, read: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const timer = window.setTimeout(() => limit.abort(new ApiError(0, "Unreachable", "The server takes too long to answer.")), READING_MILLIS_MAX);
  try {
    return await read(signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]));
  } finally {
    window.clearTimeout(timer);
  }
}

/** @param used the secret that it was asked with: another one may have been given meanwhile */
async function refused(response: Response, used: string | null): Promise<ApiError> {
  const text = await textOf(response);
  let body: Record<string, unknown> = {};
  try {
    body = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Some answers are plain words.
  }
  const code = body["error"] ?? body["__type"] ?? "Error";
  const words = body["message"] ?? body["Message"] ?? text.trim();
  const error = new ApiError(response.status, String(code).replace(/^.*#/, ""), String(words || response.statusText));
  const locked = response.status === 401 || error.code === "MissingAuthenticationTokenException" || error.code === "UnrecognizedClientException";
  if (locked && used === ofTab.get(SECRET)) window.dispatchEvent(new Event(SECRET_NEEDED));
  return error;
}

export type Parameters = Record<string, string | number | undefined>;

export function query(parameters: Parameters): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== "");
  return given.length === 0 ? "" : "?" + new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}

/** Reads below /api/v1. */
export async function get<T>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> {
  return reading(signal, async (limited) => valueOf<T>(await send("/api/v1" + path + query(parameters), { headers: headers(), signal: limited })));
}

/** Reads from another API of the same server, such as Lambda's. */
export async function getPlain<T>(address: string): Promise<T> {
  return reading(undefined, async (limited) => valueOf<T>(await send(address, { headers: headers(), signal: limited })));
}

/** As `get`, with numbers that JavaScript would round as ExactNumber: for payloads that people send back. */
export async function getExact<T>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> {
  return reading(signal, async (limited) => parseJson(await textOf(await send("/api/v1" + path + query(parameters), { headers: headers(), signal: limited }))) as T);
}

/** Sends a text and answers one. What has a signal is a reading; what somebody does takes as long as it takes. */
async function exchange(address: string, more: Record<string, string>, body: string, signal: AbortSignal | undefined): Promise<string> {
  const asked = async (limited: AbortSignal | null) => textOf(await send(address, { method: "POST", headers: headers(more), body, signal: limited }));
  return signal === undefined ? asked(null) : reading(signal, asked);
}

const JSON_BODY = { "Content-Type": "application/json" };

/** Does something below /api/v1, or reads what takes more words than an address has: then with a signal. */
export async function post<T>(path: string, body: object, signal?: AbortSignal): Promise<T> {
  return JSON.parse(await exchange("/api/v1" + path, JSON_BODY, JSON.stringify(body), signal)) as T;
}

/** As `post`, with numbers as exact as they were typed; answers the text, for the same reason. */
export async function postExact(path: string, body: Json, signal?: AbortSignal): Promise<string> {
  return exchange("/api/v1" + path, JSON_BODY, pretty(body), signal);
}

/** Calls an action of the AWS API, such as StartExecution. */
export async function aws<T>(action: string, body: object, signal?: AbortSignal): Promise<T> {
  const more = { "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AWSStepFunctions." + action };
  return JSON.parse(await exchange("/", more, JSON.stringify(body), signal)) as T;
}

/** Opens a stream of server-sent events; yields each event's name and data until it ends or is aborted. */
export async function* stream(path: string, parameters: Parameters, signal: AbortSignal): AsyncGenerator<{ name: string; data: string }> {
  const response = await send("/api/v1" + path + query(parameters), { headers: headers(), signal });
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  let silent = false;
  let timer: number | undefined;
  const listen = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      silent = true;
      reader.cancel().catch(() => undefined);
    }, SILENT_MILLIS_MAX);
  };
  try {
    for (;;) {
      listen();
      const { done, value } = await reader.read();
      if (silent) throw new ApiError(0, "Unreachable", "The server is silent.");
      if (done) return;
      waiting += value;
      const blocks = waiting.split("\n\n");
      waiting = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = parsed(block);
        if (event) yield event;
      }
    }
  } finally {
    window.clearTimeout(timer);
    reader.cancel().catch(() => undefined);
  }
}

function parsed(block: string): { name: string; data: string } | undefined {
  let name = "message";
  let data: string | undefined;
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) name = line.slice(7);
    else if (line.startsWith("data: ")) data = data === undefined ? line.slice(6) : data + "\n" + line.slice(6);
  }
  return data === undefined ? undefined : { name, data };
}
