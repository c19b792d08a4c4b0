import { expect, test } from 'vitest';
import type { Sighting } from '../../../harness/model/trace.ts';
import {
  answer,
  answers,
  deliver,
  delivery,
  failed,
  log,
  logLine,
  perform,
  receivingFacts,
  reply,
  request,
  trace,
} from '../../test-trace.ts';
import { errorMessageSanitised } from './error-message-sanitised.ts';
import { sighting } from './leaking.ts';

const holds = (inReply: readonly Sighting[], inLog: readonly Sighting[]) =>
  answers(
    errorMessageSanitised,
    trace({
      events: [
        perform(),
        log('starting', { sightings: [sighting('plain')] }),
        request(),
        reply(401, { sightings: inReply }),
        log(logLine({ level: 'ERROR' }), { sightings: inLog }),
        failed(),
      ],
    }),
  );

test('a credential that the provider repeats and the log does not holds', () => {
  expect(holds([sighting('plain', 'body')], [])).toEqual([true]);
});

test('a line after that reply with the credential in any form breaks it', () => {
  for (const form of ['plain', 'json', 'masked'] as const)
    expect(holds([sighting('plain', 'body')], [sighting(form)])).toEqual([false]);
});

test('another secret is for another rule', () => {
  expect(holds([sighting('plain', 'body')], [sighting('plain', 'text', 'OTHER')])).toEqual([true]);
});

test('a provider that repeats nothing puts nothing to the test', () => {
  expect(holds([], [sighting('plain')])).toEqual([]);
});

const received = (status: number, inLog: readonly Sighting[]) =>
  answers(
    errorMessageSanitised,
    trace({
      facts: receivingFacts,
      events: [deliver(), delivery(), answer(status), log('refused', { sightings: inLog })],
    }),
  );

test('what is logged after a delivery was turned away must not hold a credential either', () => {
  expect(received(401, [])).toEqual([true]);
  expect(received(401, [sighting('plain', 'text', 'LINEAR_WEBHOOK_SECRET')])).toEqual([false]);
  // The signature that was expected is for another rule.
  expect(received(401, [sighting('plain', 'text', 'expected signature')])).toEqual([true]);
  expect(received(200, [])).toEqual([]);
});

test('the good answer of a secret manager is no error text', () => {
  const told = trace({
    events: [
      perform(),
      request(),
      reply(200, { sightings: [sighting('plain', 'body')] }),
      log(logLine({ level: 'ERROR' })),
    ],
  });
  expect(answers(errorMessageSanitised, told)).toEqual([]);
});
