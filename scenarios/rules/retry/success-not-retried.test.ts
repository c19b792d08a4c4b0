import { expect, test } from 'vitest';
import { after, answers, fault, perform, read, reply, request, succeeded, trace } from '../../test-trace.ts';
import { successNotRetried } from './success-not-retried.ts';

const holds = (...events: Parameters<typeof trace>[0]['events']) =>
  answers(successNotRetried, trace({ events: [perform(), ...events, succeeded()] }));

test('a write is over when it succeeded', () => {
  expect(holds(request(), reply())).toEqual([true]);
  expect(holds(request(), reply(503), after(10), request(), reply())).toEqual([true]);
});

test('the same write again breaks it, also under a new key', () => {
  expect(holds(request({ key: 'a' }), reply(), after(10), request({ key: 'b' }), reply())).toEqual([false, true]);
});

test('reading again, and reading what was written, are not retries', () => {
  expect(holds(read(), reply(), read(), reply(), request(), reply(), read(), reply())).toEqual([true]);
});

test('a 200 that cannot be used is not a success', () => {
  expect(holds(request(), fault('malformed-json'), reply(), after(10), request(), reply())).toEqual([true]);
  expect(holds(request(), fault('truncated-body'), reply(200, { cutAfter: 2 }), request(), reply())).toEqual([true]);
});

test('beginning the whole operation again with the same keys is not blamed here', () => {
  const issue = request({ key: 'a' });
  const comment = request({ operation: 'commentCreate', key: 'b' });
  expect(holds(issue, reply(), comment, reply(503), after(10), issue, reply(), comment, reply())).toEqual([true, true]);
});

test('the items of a batch are not retries of each other', () => {
  const item = (body: string) => [request({ body }), reply()];
  const batch = (input: string[], ...events: Parameters<typeof trace>[0]['events']) =>
    answers(successNotRetried, trace({ events: [perform('import_tasks', { titles: input }), ...events] }));
  expect(batch(['a', 'b'], ...item('a'), ...item('b'))).toEqual([true, true]);
  expect(batch(['a', 'b'], ...item('a'), ...item('a'), ...item('b'))).toEqual([false, true, true]);
  expect(batch(['a', ' A'], ...item('a'), ...item('a'))).toEqual([]);
});
