import { expect, test } from 'vitest';
import { answers, perform, type RequestSpec, reply, request, succeeded, trace } from '../../test-trace.ts';
import { sighting } from './leaking.ts';
import { secretNotInRequestBody } from './secret-not-in-request-body.ts';

const inBody = [sighting('plain', 'body')];
const holds = (spec: RequestSpec) =>
  answers(
    secretNotInRequestBody,
    trace({
      facts: { secretCarriers: [{ provider: 'linear', operation: 'POST /oauth/token' }] },
      events: [perform(), request(spec), reply(), succeeded()],
    }),
  );

test('a body without a secret holds, wherever else it is', () => {
  expect(holds({ body: '{"a":1}', sightings: [sighting('plain', 'header:authorization')] })).toEqual([true]);
});

test('a body with one breaks it', () => {
  expect(holds({ body: '{"key":"<LINEAR_API_KEY>"}', sightings: inBody })).toEqual([false]);
});

test('a token request that the contract declares, and a request without a body, say nothing', () => {
  expect(holds({ operation: 'POST /oauth/token', body: 'secret=<LINEAR_API_KEY>', sightings: inBody })).toEqual([]);
  expect(holds({ body: '' })).toEqual([]);
});
