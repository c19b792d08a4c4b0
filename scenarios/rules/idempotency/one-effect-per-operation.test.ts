import { expect, test } from 'vitest';
import {
  abort,
  after,
  answers,
  effect,
  failed,
  perform,
  reply,
  request,
  silence,
  succeeded,
  trace,
  wait,
} from '../../test-trace.ts';
import { oneEffectPerOperation } from './one-effect-per-operation.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) => answers(oneEffectPerOperation, trace({ events }));
const hourMs = 3_600_000;

test('after a lost reply the operation is sent again and happens once', () => {
  const lost = [perform(), request({ key: 'a' }), effect('i-1'), silence('reset'), after(500)];
  expect(holds(...lost, request({ key: 'a' }), reply(400, { class: 'conflict' }), succeeded())).toEqual([true]);
  expect(holds(...lost, request({ key: 'b' }), effect('i-2'), reply(), succeeded())).toEqual([false]);
});

test('after a timeout that hid the effect too', () => {
  const hidden = [perform(), request(), effect('i-1'), silence('hang'), after(10_000), abort()];
  expect(holds(...hidden, request(), effect('i-2'), reply(), succeeded())).toEqual([false]);
});

test('where nothing was sent after the effect it could not happen twice', () => {
  expect(holds(perform(), request(), reply(503), request(), effect(), reply(), succeeded())).toEqual([]);
  expect(holds(perform(), request(), effect(), silence('reset'), failed())).toEqual([]);
});

test('one request with several effects, and an update repeated on the same thing, are one effect', () => {
  const two = [effect('i-1'), effect('s-1', { entity: 'Subscription' })];
  const again = [request({ key: 'a' }), effect('i-1'), reply(), succeeded()];
  expect(holds(perform(), request({ key: 'a' }), ...two, silence('reset'), ...again)).toEqual([true]);
});

test('the items of a batch are intended one by one', () => {
  const item = (body: string, id: string) => [request({ body, key: body }), effect(id), reply()];
  const batch = perform('import_tasks', ['a', 'b']);
  expect(holds(batch, ...item('a', '1'), ...item('b', '2'), succeeded())).toEqual([]);
  expect(holds(batch, ...item('a', '1'), ...item('a', '2'), succeeded())).toEqual([false]);
});

const once = (id: string, title = 'a', user = 'ada'): Steps => [
  perform('upsert_task', { title }, { user }),
  request({ body: title }),
  effect(id),
  reply(),
  succeeded(),
];
const duplicate: Steps = [perform('upsert_task', { title: 'a' }), request({ body: 'a' }), reply(), succeeded()];
const pause = (ms: number): Steps => [wait(ms), after(ms)];

test('equal content from the same user happens once within 24 hours', () => {
  expect(holds(...once('i-1'), ...duplicate)).toEqual([true]);
  expect(holds(...once('i-1'), ...once('i-2'))).toEqual([false]);
  expect(holds(...once('i-1'), ...pause(23 * hourMs), ...once('i-2'))).toEqual([false]);
});

test('after 24 hours, from another user, or with other content it may happen again', () => {
  expect(holds(...once('i-1'), ...pause(25 * hourMs), ...once('i-2'))).toEqual([]);
  expect(holds(...once('i-1'), ...once('i-2', 'a', 'grace'))).toEqual([]);
  expect(holds(...once('i-1'), ...once('i-2', 'b'))).toEqual([]);
});

test('new operations may be equal', () => {
  const call = (id: string) => [perform(), request(), effect(id), reply(), succeeded()];
  expect(holds(...call('i-1'), ...call('i-2'))).toEqual([]);
});
