import { expect, test } from 'vitest';
import { answers, failed, perform, reply, request, succeeded, testFacts, trace } from '../../test-trace.ts';
import { secretFromEnvironment } from './secret-from-environment.ts';

const holds = (...kinds: ('canary' | 'unknown' | 'none')[]) =>
  answers(
    secretFromEnvironment,
    trace({
      events: [
        perform(),
        ...kinds.flatMap((kind) => [
          request({ credential: kind === 'canary' ? { kind, secret: 'LINEAR_API_KEY' } : { kind } }),
          reply(),
        ]),
        succeeded(),
      ],
    }),
  );

test('the credential of this run holds', () => {
  expect(holds('canary', 'canary')).toEqual([true, true]);
});

test('any other credential breaks it', () => {
  expect(holds('unknown')).toEqual([false]);
});

test('its value from before a rotation breaks it: that stands in the environment no more', () => {
  const stale = request({ credential: { kind: 'canary', secret: 'LINEAR_API_KEY', stale: true } });
  expect(answers(secretFromEnvironment, trace({ events: [perform(), stale, reply(401), failed()] }))).toEqual([false]);
});

test('what a secret manager serves is found out to be old by its refusal', () => {
  const stale = request({ credential: { kind: 'canary', secret: 'LINEAR_API_KEY', stale: true } });
  const secrets = testFacts.secrets.map((secret) => ({ ...secret, managed: true as const }));
  const told = trace({ facts: { secrets }, events: [perform(), stale, reply(401), failed()] });
  expect(answers(secretFromEnvironment, told)).toEqual([true]);
  const pasted = trace({
    facts: { secrets },
    events: [perform(), request({ credential: { kind: 'unknown' } }), reply()],
  });
  expect(answers(secretFromEnvironment, pasted)).toEqual([false]);
});

test('a request without a credential says nothing, and without secrets it does not apply', () => {
  expect(holds('none')).toEqual([]);
  expect(secretFromEnvironment.appliesTo({ ...testFacts, secrets: [] })).toMatchObject({ applies: false });
});
