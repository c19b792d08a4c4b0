import { expect, test } from 'vitest';
import {
  after,
  answers,
  failed,
  perform,
  probe,
  read,
  refused,
  reply,
  request,
  succeeded,
  testFacts,
  trace,
} from '../../test-trace.ts';
import { deadLetterOnExhaustion } from './dead-letter-on-exhaustion.ts';

const input = { title: 'Water the "plants"', description: 'before noon', team: 'garden' };
const holds = (...events: Parameters<typeof trace>[0]['events']) =>
  answers(deadLetterOnExhaustion, trace({ events: [perform('create_task', input), ...events] }));
const outage = Array.from({ length: 4 }, () => [request({ key: 'key-of-call' }), reply(503), after(10)]).flat();

test('the entry holds the input, most of it, the input as text, or the key', () => {
  for (const entry of [
    { operation: 'create_task', input },
    { payload: { title: '[redacted]', description: 'before noon', team: 'garden' } },
    { body: JSON.stringify(input) },
    { idempotencyKey: 'key-of-call' },
  ])
    expect(holds(...outage, failed(), probe('deadLetters', entry))).toEqual([true]);
});

test('no entry, one about something else, and one from before break it', () => {
  expect(holds(...outage, failed())).toEqual([false]);
  expect(holds(...outage, failed(), probe('deadLetters', { input: { title: 'Feed the cat' } }))).toEqual([false]);
  expect(holds(probe('deadLetters', { input }), ...outage, failed())).toEqual([false]);
  expect(holds(...outage, failed(), probe('alerts', { input }))).toEqual([false]);
});

test('a write whose preparing read, or whose connection, failed for good has to be kept as well', () => {
  const reads = Array.from({ length: 4 }, () => [read(), reply(503)]).flat();
  expect(holds(...reads, failed())).toEqual([false]);
  expect(holds(refused(), refused(), refused(), refused(), failed(), probe('deadLetters', { input }))).toEqual([true]);
});

test('an operation that was accepted first and failed in the background has to be kept as well', () => {
  expect(holds(succeeded(), ...outage)).toEqual([false]);
});

test('a success, a permanent error and a failing read are no test', () => {
  expect(holds(...outage.slice(0, 6), request(), reply(), succeeded())).toEqual([]);
  expect(holds(request(), reply(404), failed())).toEqual([]);
  const events = [perform('get_task', { id: '1' }), ...outage, failed()];
  expect(answers(deadLetterOnExhaustion, trace({ events }))).toEqual([]);
});

test('without the probe it cannot tell, and names the line to add', () => {
  expect(deadLetterOnExhaustion.appliesTo({ ...testFacts, probes: [] })).toMatchObject({
    applies: 'cannot-tell',
    reason: 'no-probe',
    next: expect.stringContaining('deadLetters'),
  });
  const { get_task } = testFacts.operations;
  expect(deadLetterOnExhaustion.appliesTo({ ...testFacts, operations: get_task ? { get_task } : {} })).toMatchObject({
    applies: false,
  });
});
