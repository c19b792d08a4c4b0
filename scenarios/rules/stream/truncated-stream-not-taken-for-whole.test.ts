import { expect, test } from 'vitest';
import type { StreamReading } from '../../../harness/model/trace.ts';
import {
  after,
  answers,
  failed,
  perform,
  read,
  reply,
  request,
  succeeded,
  testFacts,
  trace,
} from '../../test-trace.ts';
import { truncatedStreamNotTakenForWhole as rule } from './truncated-stream-not-taken-for-whole.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) => answers(rule, trace({ events: [perform('get_task'), ...events] }));
const streamed = (ends: StreamReading['ends'], spec: Parameters<typeof reply>[1] = {}) =>
  reply(200, { stream: { events: 9, content: 5, text: 'The quick brown', ends }, ...spec });

test('success with an answer whose stream broke breaks it, however it broke', () => {
  for (const ends of ['early', 'error', 'damaged'] as const)
    expect(holds(read(), streamed(ends), succeeded('The quick brown'))).toEqual([false]);
  expect(holds(read(), streamed('early', { cutAfter: 40, cutBy: 'reset' }), succeeded())).toEqual([false]);
});

test('an error holds', () => {
  expect(holds(read(), streamed('early'), failed())).toEqual([true]);
});

test('a whole stream, or a whole one afterwards, does not put it to the test', () => {
  expect(holds(read(), streamed('whole'), succeeded())).toEqual([]);
  expect(holds(read(), streamed('early'), after(300), read(), streamed('whole'), succeeded())).toEqual([]);
});

test('another request that the call made instead does as well, but not the next item of a batch', () => {
  const others = [read(), streamed('early'), after(300), read({ operation: 'other' }), streamed('whole'), succeeded()];
  expect(holds(...others)).toEqual([]);
  const items = [perform('import_tasks', { titles: ['a', 'b'] }), request({ body: 'a' }), streamed('early')];
  const batch = trace({ events: [...items, after(300), request({ body: 'b' }), streamed('whole'), succeeded()] });
  expect(answers(rule, batch)).toEqual([false]);
});

test('who says that it is a part takes it for what it is', () => {
  expect(holds(read(), streamed('early'), succeeded({ text: 'The quick brown', truncated: true }))).toEqual([]);
  expect(holds(read(), streamed('early'), succeeded({ text: 'The quick brown', status: 'incomplete' }))).toEqual([]);
});

test('it asks nothing where no provider streams', () => {
  expect(
    rule.appliesTo(testFacts, { calls: true, deadLetters: false, keys: false, compares: false, logs: 'json' as const }),
  ).toMatchObject({
    applies: false,
  });
});
