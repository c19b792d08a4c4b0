import { expect, test } from 'vitest';
import {
  answer,
  answers,
  deliver,
  delivery,
  failed,
  perform,
  probe,
  receivingFacts,
  reply,
  request,
  succeeded,
  threw,
  trace,
} from '../../test-trace.ts';
import { sighting } from './leaking.ts';
import { secretNotInUserError } from './secret-not-in-user-error.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) =>
  answers(secretNotInUserError, trace({ events: [perform(), request(), reply(401), ...events] }));
const found = { sightings: [sighting('plain', 'error')] };

test('errors and entries without a secret hold', () => {
  expect(holds(failed(), probe('deadLetters', {}), probe('notifications', {}))).toEqual([true, true, true]);
  expect(holds(threw('no'))).toEqual([true]);
});

test('a secret in an error or in an entry breaks it', () => {
  expect(holds(failed({}, found))).toEqual([false]);
  for (const name of ['deadLetters', 'notifications', 'alerts'] as const)
    expect(holds(failed(), probe(name, {}, found))).toEqual([true, false]);
});

test('an ordinary success says nothing', () => {
  expect(holds(succeeded({ id: '1' }))).toEqual([]);
});

test('the answer to a delivery that was turned away is told to somebody as well', () => {
  const answered = (status: number, secret?: string) =>
    answers(
      secretNotInUserError,
      trace({
        facts: receivingFacts,
        events: [
          deliver(),
          delivery(),
          answer(status, { sightings: secret === undefined ? [] : [sighting('plain', 'answer', secret)] }),
        ],
      }),
    );
  expect(answered(401)).toEqual([true]);
  expect(answered(401, 'LINEAR_WEBHOOK_SECRET')).toEqual([false]);
  expect(answered(401, 'expected signature')).toEqual([true]);
  expect(answered(200)).toEqual([]);
});
