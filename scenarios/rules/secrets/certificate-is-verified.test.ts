import { expect, test } from 'vitest';
import {
  answers,
  failed,
  perform,
  refused,
  reply,
  request,
  succeeded,
  testFacts,
  trace,
  trusted,
} from '../../test-trace.ts';
import { certificateIsVerified } from './certificate-is-verified.ts';

const holds = (...events: Parameters<typeof trace>[0]['events']) =>
  answers(certificateIsVerified, trace({ events: [perform(), ...events] }));

test.each(['untrusted-certificate', 'wrong-host'] as const)('a connection with %s ends unused', (handshake) => {
  expect(holds(refused({ handshake }), failed())).toEqual([true]);
  expect(holds(refused({ handshake }), trusted(handshake), failed())).toEqual([false]);
  // To try again is no mistake, as long as it looks each time.
  expect(holds(refused({ handshake }), refused({ handshake }), failed())).toEqual([true, true]);
  expect(holds(refused({ handshake }), refused({ handshake }), trusted(handshake), failed())).toEqual([false]);
});

test('a refused connection or a handshake that was cut shows no certificate', () => {
  expect(holds(refused(), request(), reply(), succeeded())).toEqual([]);
  expect(holds(refused({ handshake: 'handshake-cut' }), failed())).toEqual([]);
});

test('without TLS it cannot be told, and what would change that is', () => {
  const [linear] = testFacts.providers;
  if (linear === undefined) throw new Error('no provider');
  const plain = { ...linear, plainHttp: true as const };
  expect(certificateIsVerified.appliesTo({ ...testFacts, providers: [plain] })).toMatchObject({
    applies: 'cannot-tell',
    next: expect.stringContaining('world.url'),
  });
  expect(certificateIsVerified.appliesTo({ ...testFacts, providers: [plain, linear] })).toEqual({ applies: true });
});
