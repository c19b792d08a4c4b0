import { expect, test } from 'vitest';
import { answers, perform, reply, request, succeeded, trace } from '../../test-trace.ts';
import { operationsHaveDistinctKeys } from './operations-have-distinct-keys.ts';

let seed = 0;
const call = (operation: string, title: string, key: string, user = 'ada') => [
  perform(operation, { title }, { user }),
  request({ body: title, key }),
  reply(),
  succeeded(),
];
const aCase = (...calls: ReturnType<typeof call>[]) => {
  seed += 1;
  return trace({ case: `test#${seed}`, seed, events: calls.flat() });
};
const holds = (...traces: Parameters<typeof answers>[1][]) => answers(operationsHaveDistinctKeys, ...traces);

test('a key for each call complies', () => {
  expect(holds(aCase(call('create_task', 'a', 'k1'), call('create_task', 'a', 'k2')))).toEqual([true]);
  expect(holds(aCase(call('create_task', 'a', 'k1')), aCase(call('create_task', 'b', 'k2')))).toEqual([true]);
});

test('a constant, a counter that begins again, and a hash where calls are new break it', () => {
  expect(holds(aCase(call('create_task', 'a', 'fixed'), call('create_task', 'b', 'fixed')))).toEqual([false]);
  expect(holds(aCase(call('create_task', 'a', '1')), aCase(call('create_task', 'b', '1')))).toEqual([false]);
  expect(holds(aCase(call('create_task', 'a', 'hash'), call('create_task', 'a', 'hash')))).toEqual([false]);
});

test('equal content shares its key, different content does not', () => {
  expect(holds(aCase(call('upsert_task', 'a', 'h'), call('upsert_task', 'a', 'h')))).toEqual([true]);
  expect(holds(aCase(call('upsert_task', 'a', 'h')), aCase(call('upsert_task', 'a', 'h')))).toEqual([true]);
  expect(holds(aCase(call('upsert_task', 'a', 'h'), call('upsert_task', 'b', 'h')))).toEqual([false]);
});

test('the attempts of one operation share a key, and so do two requests of different kinds in one call', () => {
  const steps = [perform(), request({ key: 'k' }), reply(503), request({ key: 'k' }), reply()];
  const comment = [request({ operation: 'commentCreate', key: 'k' }), reply(), succeeded()];
  expect(holds(aCase([...steps, ...comment]))).toEqual([true]);
});

test('the items of a batch under one key break it', () => {
  const items = ['a', 'b'].flatMap((body) => [request({ body, key: 'k' }), reply()]);
  expect(holds(aCase([perform('import_tasks', ['a', 'b']), ...items, succeeded()]))).toEqual([false]);
});

test('the same plan run twice repeats its seeded randomness', () => {
  const events = call('create_task', 'a', 'k');
  expect(holds(trace({ case: 'a#0', seed: 7, events }), trace({ case: 'b#0', seed: 7, events }))).toEqual([true]);
});

test('one key says nothing', () => {
  expect(holds(aCase(call('create_task', 'a', 'k')))).toEqual([]);
});
