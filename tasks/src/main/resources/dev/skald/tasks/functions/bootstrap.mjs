// Runs a Node.js handler through the Lambda Runtime API. A part of Skald.

import fs from 'node:fs';
import http from 'node:http';
import {createRequire} from 'node:module';
import path from 'node:path';
import {PassThrough} from 'node:stream';
import {pathToFileURL} from 'node:url';
import util from 'node:util';

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const ROOT = '/2018-06-01/runtime/';
const END = '\u001eskald-end ';
const STREAMING = Symbol('answers with a stream');
const write = process.stdout.write.bind(process.stdout);
const agent = new http.Agent({keepAlive: true});

let requestId;
let whenIdle = () => {};
let reportCrash = postInitError;

class PlatformError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

// The Runtime API.

function request(method, target, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const options = {host, port, method, path: ROOT + target, agent, headers};
    const sent = http.request(options, answer => {
      const parts = [];
      answer.on('data', part => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => resolve({headers: answer.headers, body: Buffer.concat(parts).toString()}));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function post(target, body, errorType) {
  const headers = {'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body)};
  // A header takes printable characters only.
  if (errorType) headers['Lambda-Runtime-Function-Error-Type'] = errorType.replace(/[^\x20-\x7e]/g, '?');
  return request('POST', target, body, headers);
}

// Errors, as the real runtime forms them.

function described(error) {
  if (util.types.isNativeError(error) || error instanceof Error)
    return {
      errorType: String(error.name),
      errorMessage: String(error.message),
      trace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
    };
  return {errorType: typeof error, errorMessage: String(error), trace: []};
}

function logError(title, error) {
  const shown = util.types.isNativeError(error) || error instanceof Error
    ? {...described(error), ...error, trace: undefined, stack: described(error).trace}
    : described(error);
  let text;
  try {
    text = JSON.stringify(shown);
  } catch {
    text = JSON.stringify(described(error));
  }
  line('ERROR', `${title}\t${text}`);
}

async function postInitError(error) {
  const body = described(error);
  await post('init/error', JSON.stringify(body), body.errorType);
}

async function postError(id, error, errorType = described(error).errorType) {
  endOutput(id);
  await post(`invocation/${id}/error`, JSON.stringify(described(error)), errorType);
}

async function crash(error, status) {
  try {
    await reportCrash(error);
  } finally {
    process.exit(status);
  }
}

// Output: what console writes has the time, the request and the level before it.

function line(level, text) {
  write(`${new Date().toISOString()}\t${requestId ?? 'undefined'}\t${level}\t${text}\n`);
}

function endOutput(id) {
  write(`${END}${id}\n`);
}

function patchConsole() {
  const levels = {log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR', trace: 'TRACE', fatal: 'FATAL'};
  for (const [name, level] of Object.entries(levels))
    console[name] = (...parts) => line(level, util.format(...parts));
}

// The handler.

function isModule(file) {
  if (file.endsWith('.mjs')) return true;
  if (file.endsWith('.cjs')) return false;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const description = path.join(folder, 'package.json');
    if (fs.existsSync(description)) return JSON.parse(fs.readFileSync(description, 'utf8')).type === 'module';
    if (folder === path.dirname(folder)) return false;
  }
}

function handlerFile(module) {
  if (process.env.SKALD_HANDLER_FILE) return process.env.SKALD_HANDLER_FILE;
  const base = path.resolve(process.env.LAMBDA_TASK_ROOT, module);
  const isFile = name => fs.statSync(name, {throwIfNoEntry: false})?.isFile();
  return ['', '.js', '.mjs', '.cjs'].map(ending => base + ending).find(isFile);
}

async function loadModule(module) {
  const root = process.env.LAMBDA_TASK_ROOT;
  const require = createRequire(path.join(root, 'index.js'));
  try {
    const file = handlerFile(module);
    if (file === undefined) return require(require.resolve(`./${module}`));
    return isModule(file) ? await import(pathToFileURL(file).href) : require(file);
  } catch (error) {
    if (error instanceof SyntaxError) {
      const fault = new PlatformError('Runtime.UserCodeSyntaxError', String(error));
      fault.stack = error.stack;
      throw fault;
    }
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND')
      throw new PlatformError('Runtime.ImportModuleError', String(error));
    throw error;
  }
}

async function loadHandler(name) {
  const folder = path.dirname(name);
  const [module, ...exported] = path.basename(name).split('.');
  if (name.includes('..') || !module || exported.length === 0)
    throw new PlatformError('Runtime.MalformedHandlerName', 'Bad handler');
  const loaded = await loadModule(path.join(folder, module));
  const find = from => exported.reduce((part, key) => part?.[key], from);
  const handler = find(loaded) ?? find(loaded?.default);
  if (handler === undefined)
    throw new PlatformError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function')
    throw new PlatformError('Runtime.HandlerNotFound', `${name} is not a function`);
  return handler;
}

globalThis.awslambda = {
  streamifyResponse: handler => Object.assign(handler, {[STREAMING]: true}),
  HttpResponseStream: {
    from(stream, metadata) {
      stream.metadata = metadata;
      return stream;
    },
  },
};

// An invocation.

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const client = headers['lambda-runtime-client-context'];
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    clientContext: client ? JSON.parse(client) : undefined,
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

// Rejects with what the handler fails with. The first end counts.
function ended(handler, event, context) {
  return new Promise((resolve, reject) => {
    const done = (error, result) => (error === undefined || error === null ? resolve(result) : reject(error));
    context.done = done;
    context.succeed = result => done(null, result);
    context.fail = error => done(error ?? 'handled');
    const callback = (error, result) => {
      const failed = error !== undefined && error !== null;
      if (failed || !context.callbackWaitsForEmptyEventLoop) done(error, result);
      else whenIdle = () => done(null, result);
    };
    whenIdle = () => done(null, null);
    const result = handler(event, context, callback);
    if (typeof result?.then !== 'function') return;
    whenIdle = () =>
      reject(new PlatformError('Runtime.NodeJsExit', 'The promise of the handler was never settled, and nothing is left to do.'));
    result.then(context.succeed, context.fail);
  });
}

async function streamed(handler, event, context) {
  const stream = new PassThrough();
  const parts = [];
  stream.setContentType = () => {};
  stream.on('data', part => parts.push(part));
  const finished = new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));
  await Promise.all([handler(event, stream, context), finished]);
  const body = Buffer.concat(parts).toString();
  return stream.metadata ? {...stream.metadata, body} : body;
}

function stringified(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch {
    throw new PlatformError('Runtime.JSONStringifyError', 'Unable to stringify response body');
  }
}

async function perform(handler, event, context) {
  try {
    const how = handler[STREAMING] ? streamed : ended;
    const body = stringified(await how(handler, event, context));
    whenIdle = () => {};
    endOutput(requestId);
    await post(`invocation/${requestId}/response`, body);
  } catch (error) {
    whenIdle = () => {};
    logError('Invoke Error', error);
    await postError(requestId, error);
  }
}

async function main() {
  process.on('SIGINT', () => {});
  process.on('uncaughtException', error => {
    logError('Uncaught Exception', error);
    crash(error, 129);
  });
  process.on('unhandledRejection', reason => {
    const error = new PlatformError('Runtime.UnhandledPromiseRejection', String(reason));
    error.reason = reason;
    logError('Unhandled Promise Rejection', error);
    crash(error, 128);
  });
  process.on('beforeExit', () => whenIdle());
  // Skald keeps the input open for as long as it lives, and never writes to it.
  process.stdin.on('end', () => process.exit(1)).resume().unref();
  patchConsole();
  let handler;
  try {
    handler = await loadHandler(process.env._HANDLER);
  } catch (error) {
    logError('Uncaught Exception', error);
    await crash(error, 1);
  }
  for (;;) {
    const {headers, body} = await request('GET', 'invocation/next');
    requestId = headers['lambda-runtime-aws-request-id'];
    if (requestId === undefined) process.exit(1);
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
    const id = requestId;
    // The header tells that no handler has reported it: what was under way, nobody knows.
    reportCrash = error => postError(id, error, 'Runtime.UncaughtException');
    await perform(handler, JSON.parse(body), contextOf(headers));
  }
}

// Not awaited: a module that never ends would change how an empty event loop ends.
main().catch(error => {
  logError('Unexpected Error', error);
  process.exit(1);
});
