import { expect, test } from 'vitest';
import {
  answers,
  effect,
  failed,
  fault,
  perform,
  read,
  reply,
  request,
  silence,
  succeeded,
  testFacts,
  trace,
} from '../../test-trace.ts';
import { replayConflictIsSuccess } from './replay-conflict-is-success.ts';

const conflict = reply(400, { class: 'conflict' });
const holds = (...events: Parameters<typeof trace>[0]['events']) =>
  answers(replayConflictIsSuccess, trace({ events: [perform(), ...events] }));
const replayed = [request({ key: 'a' }), effect(), silence('reset'), request({ key: 'a' }), conflict];

test('the operation is done, with or without reading the result', () => {
  expect(holds(...replayed, succeeded())).toEqual([true]);
  expect(holds(...replayed, read(), reply(), succeeded())).toEqual([true]);
});

test('an error, and yet another attempt, break it', () => {
  expect(holds(...replayed, failed())).toEqual([false]);
  expect(holds(...replayed, request({ key: 'a' }), conflict, succeeded())).toEqual([false]);
  expect(holds(...replayed, request({ key: 'b' }), reply(), succeeded())).toEqual([false]);
});

test('when reading the result fails for good, the error is about that', () => {
  expect(holds(...replayed, read(), reply(503), failed())).toEqual([]);
});

test('a conflict that is not about the own repeated key may be an error', () => {
  expect(holds(request({ key: 'a' }), conflict, failed())).toEqual([]);
  expect(holds(request({ key: 'a' }), silence('reset'), request({ key: 'b' }), conflict, failed())).toEqual([]);
});

test('a conflict whose own reply was spoilt on the way cannot be recognised', () => {
  expect(holds(...replayed.slice(0, 4), fault('wrong-content-type'), conflict, failed())).toEqual([]);
});

test('it applies only to providers that answer so', () => {
  const providers = [{ id: 'stripe', idempotency: 'same-reply' as const }];
  expect(replayConflictIsSuccess.appliesTo({ ...testFacts, providers })).toMatchObject({ applies: false });
});
