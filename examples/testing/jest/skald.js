// A Skald server in virtual time for one test file, with the functions of the test behind LAMBDA_ENDPOINT.
'use strict';

const { spawn } = require('node:child_process');
const http = require('node:http');
const path = require('node:path');

const LAUNCHER = process.env.SKALD ?? path.join(__dirname, '../../../skald');

/** A failure under a name that Retry and Catch match. */
class TaskFailure extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

/** Serves functions as Lambda's Invoke does: POST /2015-03-31/functions/NAME/invocations. */
function lambdas(functions) {
  return http.createServer((request, response) => {
    // A name or an ARN, as the definition has it; perhaps with a version.
    const name = decodeURIComponent(request.url.split('/')[3]).split('function:').pop().split(':')[0];
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', async () => {
      const answer = (status, value, headers = {}) =>
        response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(value ?? null));
      if (!functions[name]) return answer(404, { Message: `Function not found: ${name}`, Type: 'User' });
      try {
        answer(200, await functions[name](JSON.parse(body || '{}'), request.headers['idempotency-key']));
      } catch (failure) {
        answer(200, { errorType: failure.name, errorMessage: failure.message }, { 'X-Amz-Function-Error': 'Unhandled' });
      }
    });
  });
}

class Skald {
  /** Starts the server on a free port. functions: by name, (input, key) => result; they may be changed at any time. */
  static async start(functions) {
    const endpoint = lambdas(functions);
    await new Promise((listening) => endpoint.listen(0, '127.0.0.1', listening));
    const environment = { ...process.env, LAMBDA_ENDPOINT: `http://127.0.0.1:${endpoint.address().port}` };
    const server = spawn(LAUNCHER, ['server', '--port', '0', '--virtual-time', '2026-01-01T00:00:00Z'], { env: environment });
    const url = await new Promise((ready, failed) => {
      let said = '';
      const hear = (chunk) => {
        said += chunk;
        const listens = /skald listens at (\S+)/.exec(said);
        if (listens) ready(listens[1]);
      };
      server.stdout.on('data', hear);
      server.stderr.on('data', hear);
      server.on('error', failed);
      server.on('exit', () => failed(new Error(`the server ended:\n${said}`)));
    });
    return new Skald(url, server, endpoint);
  }

  constructor(url, server, endpoint) {
    this.url = url;
    this.server = server;
    this.endpoint = endpoint;
  }

  async post(path, body, headers) {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }

  /** An action of the AWS API. The AWS SDK does as well: new SFNClient({endpoint: skald.url}). */
  call(action, body) {
    return this.post('/', body, {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `AWSStepFunctions.${action}`,
    });
  }

  /** Lets time pass: {by: 'P3D'}, {to: '2026-02-01T00:00:00Z'}, {to: 'next'}. */
  time(move) {
    return this.post('/api/v1/time', move);
  }

  async saga(executionArn) {
    return (await fetch(`${this.url}/api/v1/executions/${encodeURIComponent(executionArn)}/saga`)).json();
  }

  async stop() {
    const ended = new Promise((exit) => this.server.once('exit', exit));
    this.server.kill();
    await ended;
    await new Promise((closed) => this.endpoint.close(closed));
  }
}

module.exports = { Skald, TaskFailure };
