import { expect, test } from 'vitest';
import {
  abort,
  after,
  answers,
  failed,
  log,
  logLine,
  perform,
  read,
  reply,
  request,
  silence,
  testFacts,
  trace,
} from '../../test-trace.ts';
import { failedOnce, renamed, unlogged } from './failed-once.ts';
import { logIdempotencyKey } from './log-idempotency-key.ts';

test('the key on the wire holds, also after a lost reply', () => {
  expect(answers(logIdempotencyKey, failedOnce({ idempotency_key: 'k-1' }))).toEqual([true]);
  expect(answers(logIdempotencyKey, failedOnce({ idempotency_key: 'k-1' }, { ends: [silence()] }))).toEqual([true]);
});

test('none, another and another name for the field break it', () => {
  for (const idempotency_key of [null, '', 'k-2'])
    expect(answers(logIdempotencyKey, failedOnce({ idempotency_key }))).toEqual([false]);
  expect(answers(logIdempotencyKey, failedOnce(renamed('idempotency_key', 'idempotencyKey')))).toEqual([false]);
});

test('after a permanent error it may be left out, but not be wrong', () => {
  const ends = [reply(401)];
  expect(answers(logIdempotencyKey, failedOnce({ idempotency_key: null }, { ends }))).toEqual([]);
  expect(answers(logIdempotencyKey, failedOnce({ idempotency_key: 'k-2' }, { ends }))).toEqual([false]);
});

test('two that time out at one instant are told apart by their keys, in whichever order they are logged', () => {
  const both = [request({ body: 'a', key: 'k-a' }), request({ body: 'b', key: 'k-b' }), after(10_000)];
  const end = [abort({ request: 0 }), abort({ request: 1 })];
  const lines = (...keys: readonly string[]) => keys.map((key) => log(logLine({ idempotency_key: key })));
  const judged = (...keys: readonly string[]) =>
    answers(logIdempotencyKey, trace({ events: [perform(), ...both, ...end, ...lines(...keys), failed()] }));
  expect(judged('k-b', 'k-a')).toEqual([true, true]);
  expect(judged('k-c', 'k-d')).toEqual([false, false]);
});

test('the line of an item that was refused before it was sent is not about the one that was', () => {
  const lines = ['k-1', 'k-2'].map((key) => log(logLine({ idempotency_key: key })));
  const events = [perform(), request({ key: 'k-1' }), reply(429), ...lines, failed()];
  expect(answers(logIdempotencyKey, trace({ events }))).toEqual([true]);
});

test('a request without a key, and a failure that nobody logged, say nothing', () => {
  const events = [perform('get_task', {}), read(), reply(503), log(logLine({ idempotency_key: null })), failed()];
  expect(answers(logIdempotencyKey, trace({ events }))).toEqual([]);
  expect(answers(logIdempotencyKey, unlogged)).toEqual([]);
});

test('it asks nothing where the provider knows no keys and none was sent', () => {
  const facts = { ...testFacts, providers: [{ id: 'linear', idempotency: 'none' as const }] };
  const seen = { calls: true, deadLetters: false, keys: false, compares: false, logs: 'json' as const };
  expect(logIdempotencyKey.appliesTo(facts, seen)).toMatchObject({ applies: false });
  expect(logIdempotencyKey.appliesTo(facts, { ...seen, keys: true })).toEqual({ applies: true });
  expect(logIdempotencyKey.appliesTo(testFacts, seen)).toEqual({ applies: true });
});
