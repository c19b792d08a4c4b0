import { expect, test } from 'vitest';
import { answer, answers, deliver, delivery, receivingFacts, trace } from '../../test-trace.ts';
import { signatureOverRawBody } from './signature-over-raw-body.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) =>
  answers(signatureOverRawBody, trace({ facts: receivingFacts, events: [deliver(), ...events] }));
const rewritten = delivery({ expect: 'refuse', fault: 'signature-of-reserialised-body' });

test('the signature of the re-serialised body must not be accepted', () => {
  expect(holds(rewritten, answer(401))).toEqual([true]);
  expect(holds(rewritten, answer(200))).toEqual([false]);
});

test('accepting a body that no JSON library writes so is proof', () => {
  expect(holds(delivery({ body: '{ "sequence": 9007199254740993 }' }), answer(200))).toEqual([true]);
  expect(holds(delivery({ body: '{"sequence":1.0}' }), answer(200))).toEqual([true]);
});

test('a body that comes out as it was proves nothing, and a refusal may have any reason', () => {
  expect(holds(delivery({ body: '{"sequence":1}' }), answer(200))).toEqual([]);
  expect(holds(delivery({ body: '{ "sequence": 1 }' }), answer(401))).toEqual([]);
  expect(holds(delivery({ expect: 'refuse', fault: 'wrong-secret' }), answer(200))).toEqual([]);
});
