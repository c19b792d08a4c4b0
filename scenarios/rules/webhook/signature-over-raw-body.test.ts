import { expect, test } from 'vitest';
import { answer, answers, deliver, delivery, receivingFacts, trace } from '../../test-trace.ts';
import { signatureOverRawBody } from './signature-over-raw-body.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) =>
  answers(signatureOverRawBody, trace({ facts: receivingFacts, events: [deliver(), ...events] }));
const resigned = (body: string) => delivery({ expect: 'refuse', fault: 'signature-of-reserialised-body', body });
const tempting = resigned('{ "sequence": 1 }');
const good = delivery({ body: '{"sequence":1.0}' });

test('the signature of the re-serialised body must not be accepted', () => {
  expect(holds(tempting, answer(401))).toEqual([true]);
  expect(holds(tempting, answer(200))).toEqual([false]);
  expect(holds(resigned('{"sequence":1}'), answer(200))).toEqual([false]);
});

test('accepting a body that no JSON library writes so is proof, once a rewritten one was refused as well', () => {
  expect(holds(tempting, answer(401), good, answer(200))).toEqual([true, true]);
  expect(holds(good, answer(200))).toEqual([]);
  expect(holds(resigned('{"sequence":1}'), answer(401), good, answer(200))).toEqual([]);
});

test('a body that comes out as it was proves nothing, and a refusal may have any reason', () => {
  expect(holds(tempting, answer(401), delivery({ body: '{"sequence":1}' }), answer(200))).toEqual([true]);
  expect(holds(tempting, answer(401), delivery({ body: '{ "sequence": 1 }' }), answer(401))).toEqual([true]);
  expect(holds(delivery({ expect: 'refuse', fault: 'wrong-secret' }), answer(200))).toEqual([]);
});
