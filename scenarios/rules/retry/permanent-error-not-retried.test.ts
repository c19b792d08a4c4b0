import { expect, test } from 'vitest';
import {
  after,
  answers,
  failed,
  perform,
  read,
  readTask,
  reply,
  request,
  succeeded,
  testFacts,
  trace,
} from '../../test-trace.ts';
import { permanentErrorNotRetried } from './permanent-error-not-retried.ts';

const holds = (...events: Parameters<typeof trace>[0]['events']) =>
  answers(permanentErrorNotRetried, trace({ events: [perform(), ...events] }));

test.each([400, 401, 403, 404, 422])('%i is the end of the request', (status) => {
  expect(holds(request(), reply(status), failed())).toEqual([true]);
  expect(holds(request({ key: 'a' }), reply(status), after(50), request({ key: 'b' }), reply(), succeeded())).toEqual([
    false,
  ]);
});

test('a retry from a queue, after the caller was told, is a retry', () => {
  expect(holds(request(), reply(400), failed(), after(60_000), request(), reply(400))).toEqual([false, true]);
});

test('another credential after 401 is not a retry', () => {
  const rotated = request({ credential: { kind: 'canary', secret: 'LINEAR_NEXT_API_KEY' } });
  expect(holds(request(), reply(401), rotated, reply(), succeeded())).toEqual([]);
  const stale = request({ credential: { kind: 'canary', secret: 'LINEAR_API_KEY', stale: true } });
  expect(holds(stale, reply(401), request(), reply(), succeeded())).toEqual([]);
  const token = () => request({ credential: { kind: 'unknown' } });
  expect(holds(token(), reply(401), token(), reply(), succeeded())).toEqual([]);
  expect(holds(token(), reply(403), token(), reply(), succeeded())).toEqual([false]);
});

test("Linear's 400 for a rate limit, 408, 409, 425, 501 and 529 are not judged", () => {
  expect(holds(request(), reply(400, { class: 'rate-limited' }), request(), reply(), succeeded())).toEqual([]);
  for (const status of [408, 409, 425, 501, 529])
    expect(holds(request(), reply(status), request(), reply(), succeeded())).toEqual([]);
});

test('find, create, find again is three questions', () => {
  expect(holds(read(), reply(404), request(), reply(), read(), reply(), succeeded())).toEqual([]);
  expect(holds(read(), reply(404), read(), reply(404), failed())).toEqual([false, true]);
});

test('a status that the operation expects alone proves nothing: to stop at it is not to know permanent errors', () => {
  const facts = { operations: { ...testFacts.operations, get_task: { ...readTask, expectedStatuses: [404] } } };
  const asking = (...events: Parameters<typeof trace>[0]['events']) =>
    trace({ facts, events: [perform('get_task'), ...events] });
  const found = asking(read(), reply(404), succeeded());
  const refused = asking(read(), reply(403), failed());
  expect(answers(permanentErrorNotRetried, found, found)).toEqual([]);
  expect(answers(permanentErrorNotRetried, found, refused)).toEqual([true, true]);
  expect(answers(permanentErrorNotRetried, found, asking(read(), reply(404), read(), reply(404), failed()))).toEqual([
    true,
    false,
    true,
  ]);
});
