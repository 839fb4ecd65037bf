// Talks to the server that sent this page, and to no other.
import { parseJson, pretty, type Json } from "../ui/jsonvalue";

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

/** Keeps the secret of the token file for as long as this tab is open. */
export function keepSecret(secret: string) {
  sessionStorage.setItem(SECRET, secret);
}

/** Is told when the server wants a secret, or another one. */
export function onSecretNeeded(listener: () => void) {
  window.addEventListener(SECRET_NEEDED, listener);
  return () => window.removeEventListener(SECRET_NEEDED, listener);
}

function headers(more: Record<string, string> = {}): Record<string, string> {
  const secret = sessionStorage.getItem(SECRET);
  return secret === null ? more : { ...more, Authorization: "Bearer " + secret };
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === "AbortError") throw failure;
    throw new ApiError(0, "Unreachable", "The server does not answer. It may be stopped, or restarting.");
  }
  if (response.ok) return response;
  throw await refused(response);
}

async function refused(response: Response): Promise<ApiError> {
  const text = await response.text();
  let body: Record<string, unknown> = {};
  try {
    body = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Some answers are plain words.
  }
  const code = body["error"] ?? body["__type"] ?? "Error";
  const words = body["message"] ?? body["Message"] ?? text.trim();
  const error = new ApiError(response.status, String(code).replace(/^.*#/, ""), String(words || response.statusText));
  if (response.status === 401 || error.code === "MissingAuthenticationTokenException" || error.code === "UnrecognizedClientException")
    window.dispatchEvent(new Event(SECRET_NEEDED));
  return error;
}

export type Parameters = Record<string, string | number | undefined>;

export function query(parameters: Parameters): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== "");
  return given.length === 0 ? "" : "?" + new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}

/** Reads below /api/v1. */
export async function get<T>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> {
  const response = await send("/api/v1" + path + query(parameters), { headers: headers(), signal: signal ?? null });
  return (await response.json()) as T;
}

/** As `get`, with numbers that JavaScript would round as ExactNumber: for payloads that people send back. */
export async function getExact<T>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> {
  const response = await send("/api/v1" + path + query(parameters), { headers: headers(), signal: signal ?? null });
  return parseJson(await response.text()) as T;
}

/** Does something below /api/v1. */
export async function post<T>(path: string, body: object): Promise<T> {
  const response = await send("/api/v1" + path, {
    method: "POST",
    headers: headers({ "Content-Type": "application/json" }),
    body: JSON.stringify(body),
  });
  return (await response.json()) as T;
}

/** As `post`, with numbers as exact as they were typed; answers the text, for the same reason. */
export async function postExact(path: string, body: Json): Promise<string> {
  const response = await send("/api/v1" + path, {
    method: "POST",
    headers: headers({ "Content-Type": "application/json" }),
    body: pretty(body),
  });
  return response.text();
}

/** Calls an action of the AWS API, such as StartExecution. */
export async function aws<T>(action: string, body: object, signal?: AbortSignal): Promise<T> {
  const response = await send("/", {
    method: "POST",
    headers: headers({ "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AWSStepFunctions." + action }),
    body: JSON.stringify(body),
    signal: signal ?? null,
  });
  return (await response.json()) as T;
}

/** Opens a stream of server-sent events; yields each event's name and data until it ends or is aborted. */
export async function* stream(path: string, parameters: Parameters, signal: AbortSignal): AsyncGenerator<{ name: string; data: string }> {
  const response = await send("/api/v1" + path + query(parameters), { headers: headers(), signal });
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
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
