import { expect, test } from 'vitest';
import { answers, testFacts } from '../../test-trace.ts';
import { logged, sighting, silent } from './leaking.ts';
import { secretNotLogged } from './secret-not-logged.ts';

test('a log without a secret holds, once for the case', () => {
  expect(answers(secretNotLogged, logged())).toEqual([true]);
});

test('a secret in any encoding, or in pieces, breaks it', () => {
  for (const form of ['plain', 'url', 'hex', 'base64', 'json', 'split'] as const)
    expect(answers(secretNotLogged, logged(sighting(form)))).toEqual([false]);
});

test('a masked print is for the rule about those', () => {
  expect(answers(secretNotLogged, logged(sighting('masked')))).toEqual([true]);
});

test('without a line there is nothing to judge, and without secrets it does not apply', () => {
  expect(answers(secretNotLogged, silent)).toEqual([]);
  expect(secretNotLogged.appliesTo({ ...testFacts, secrets: [] })).toMatchObject({ applies: false });
});
