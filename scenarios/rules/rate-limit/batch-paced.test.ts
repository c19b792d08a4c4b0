import { expect, test } from 'vitest';
import type { QuotaReading } from '../../../harness/model/trace.ts';
import {
  after,
  answers,
  createTask,
  failed,
  perform,
  reply,
  request,
  retryAfterSeconds,
  succeeded,
  testFacts,
  trace,
} from '../../test-trace.ts';
import { batchPaced } from './batch-paced.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const quota = (remaining: number, resetAt = 20_000): readonly QuotaReading[] => [
  { name: 'requests', remaining, resetAt },
];
const batch = perform('import_tasks', ['a', 'b', 'c']);
const holds = (...events: Steps) => answers(batchPaced, trace({ events: [batch, ...events] }));
const item = (body: string, left?: readonly QuotaReading[]): Steps => [
  request({ body }),
  reply(200, left === undefined ? {} : { quota: left }),
];

test('with nothing left the batch waits for the reset, or stops', () => {
  expect(holds(...item('a', quota(0)), after(20_000), ...item('b'), ...item('c'), succeeded())).toEqual([true]);
  expect(holds(...item('a', quota(0)), failed())).toEqual([true]);
  expect(holds(...item('a', quota(0)), after(5000), ...item('b'), ...item('c'), succeeded())).toEqual([false]);
});

test('what is left may be sent', () => {
  const sent = [...item('a', quota(1)), ...item('b')];
  expect(holds(...sent, after(20_000), ...item('c'), succeeded())).toEqual([true]);
  expect(holds(...sent, ...item('c'), succeeded())).toEqual([false]);
});

test('a newer reply counts', () => {
  expect(holds(...item('a', quota(0)), after(20_000), ...item('b', quota(0, 40_000)), ...item('c'))).toEqual([
    true,
    false,
  ]);
  expect(holds(...item('a', quota(1)), ...item('b', quota(900)), ...item('c'), succeeded())).toEqual([]);
});

test('what was under way when the reply came does not count', () => {
  const together = [request({ body: 'a' }), request({ body: 'b' }), request({ body: 'c' })];
  expect(holds(...together, reply(200, { request: 0, quota: quota(0) }), succeeded())).toEqual([]);
});

test('what was sent at the same instant and had to wait for its turn was under way as well', () => {
  const first = [request({ body: 'a' }), reply(429, { quota: quota(0) })];
  const second = [request({ body: 'b', underWayAt: 2 }), reply(429, { quota: quota(0) })];
  expect(holds(...first, ...second, after(20_000), ...item('a'), ...item('b'), succeeded())).toEqual([true]);
  expect(holds(...first, ...second, request({ body: 'c', underWayAt: 4 }), succeeded())).toEqual([]);
  expect(holds(...first, ...second, request({ body: 'c' }), succeeded())).toEqual([false]);
});

test('a rate limit that says when to come back allows to come back then', () => {
  const refused = [request({ body: 'a' }), reply(429, { quota: quota(0), retryAfter: retryAfterSeconds(5) })];
  expect(holds(...refused, after(5000), ...item('a'), succeeded())).toEqual([true]);
  expect(holds(...refused, after(3000), ...item('a'), succeeded())).toEqual([false]);
});

test('points of complexity are not requests, unless none are left', () => {
  const points = (remaining: number) => [{ name: 'complexity', remaining, resetAt: 20_000 }, ...quota(900)];
  expect(holds(...item('a', points(1)), ...item('b'), ...item('c'), succeeded())).toEqual([]);
  expect(holds(...item('a', points(0)), ...item('b'), succeeded())).toEqual([false]);
});

test('an operation that is no batch is not judged, and without any the rule does not apply', () => {
  const events = [perform('create_task'), ...item('a', quota(0)), ...item('b'), succeeded()];
  expect(answers(batchPaced, trace({ events }))).toEqual([]);
  expect(batchPaced.appliesTo({ ...testFacts, operations: { create_task: createTask } })).toMatchObject({
    applies: false,
  });
});
