'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { Skald, TaskFailure } = require('./skald');

const MACHINE = process.env.BOOKING ?? path.join(__dirname, '../booking.asl.json');
const calls = [];
const functions = {};
let skald;
let stateMachineArn;

beforeAll(async () => {
  skald = await Skald.start(functions);
  ({ stateMachineArn } = await skald.call('CreateStateMachine', {
    name: 'booking',
    definition: fs.readFileSync(MACHINE, 'utf8'),
    roleArn: 'arn:aws:iam::000000000000:role/any',
  }));
}, 60_000);

afterAll(() => skald?.stop());

beforeEach(() => {
  calls.length = 0;
  for (const name of ['hold-room', 'release-room', 'collect-payment'])
    functions[name] = (input, key) => {
      calls.push({ name, key });
      return { done: true };
    };
});

async function book(name) {
  const { executionArn } = await skald.call('StartExecution', { stateMachineArn, name, input: '{"guest": "Ada"}' });
  await skald.time({ by: 'PT1S' });
  return executionArn;
}

test('keeps the room when the payment comes in', async () => {
  const executionArn = await book('paid');
  expect(calls.map((call) => call.name)).toEqual(['hold-room']);

  const { settled } = await skald.time({ by: 'P3D' });

  expect(settled).toBe(true);
  expect((await skald.call('DescribeExecution', { executionArn })).status).toBe('SUCCEEDED');
});

test('releases the room when the bank stays closed', async () => {
  functions['collect-payment'] = () => {
    throw new TaskFailure('BankClosed', 'come back tomorrow');
  };
  const executionArn = await book('unpaid');

  await skald.time({ by: 'P3D' });
  expect((await skald.call('DescribeExecution', { executionArn })).status).toBe('RUNNING');
  await skald.time({ by: 'P2D' });

  const execution = await skald.call('DescribeExecution', { executionArn });
  expect(execution.status).toBe('FAILED');
  expect(execution.error).toBe('BankClosed');
  expect((await skald.saga(executionArn)).sagaStatus).toBe('COMPENSATED');
  const [held, released] = calls;
  expect(released).toEqual({ name: 'release-room', key: `${held.key}~undo` });
});

test('goes from timer to timer', async () => {
  await book('stepwise');
  const { now, next } = await skald.time({ to: 'next' });
  expect(calls.map((call) => call.name)).toEqual(['hold-room', 'collect-payment']);
  expect(next ?? null).toBeNull();
  expect(Date.parse(now)).toBeGreaterThan(Date.parse('2026-01-04T00:00:00Z'));
});
