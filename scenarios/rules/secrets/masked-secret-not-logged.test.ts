import { expect, test } from 'vitest';
import { answers } from '../../test-trace.ts';
import { logged, sighting, silent } from './leaking.ts';
import { maskedSecretNotLogged } from './masked-secret-not-logged.ts';

test('a log without a secret holds', () => {
  expect(answers(maskedSecretNotLogged, logged())).toEqual([true]);
});

test('a masked print breaks it, also beside a whole one', () => {
  expect(answers(maskedSecretNotLogged, logged(sighting('masked')))).toEqual([false]);
  expect(answers(maskedSecretNotLogged, logged(sighting('plain'), sighting('masked')))).toEqual([false]);
});

test('a whole secret is for the rule about those; without a line there is nothing to judge', () => {
  expect(answers(maskedSecretNotLogged, logged(sighting('plain')))).toEqual([true]);
  expect(answers(maskedSecretNotLogged, silent)).toEqual([]);
});
