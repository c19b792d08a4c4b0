import { expect, test } from 'vitest';
import type { Trace } from '../../../harness/model/trace.ts';
import { answers, testFacts } from '../../test-trace.ts';
import { logged, sighting, silent } from './leaking.ts';
import { oauthTokenNotLogged } from './oauth-token-not-logged.ts';

const facts = {
  ...testFacts,
  secrets: [...testFacts.secrets, { name: 'LINEAR_TOKEN', of: 'linear.oauthToken', use: 'oauth' as const }],
};
const withToken = (trace: Trace): Trace => ({ ...trace, integration: facts });

test('a log without the token holds, even with another secret in it', () => {
  expect(answers(oauthTokenNotLogged, withToken(logged()))).toEqual([true]);
  expect(answers(oauthTokenNotLogged, withToken(logged(sighting('plain'))))).toEqual([true]);
});

test('the token breaks it, whole or masked', () => {
  for (const form of ['plain', 'base64', 'masked'] as const)
    expect(answers(oauthTokenNotLogged, withToken(logged(sighting(form, 'text', 'LINEAR_TOKEN'))))).toEqual([false]);
});

test('it applies only where the contract declares such a token', () => {
  expect(oauthTokenNotLogged.appliesTo(facts)).toEqual({ applies: true });
  expect(oauthTokenNotLogged.appliesTo(testFacts)).toMatchObject({ applies: false });
  expect(answers(oauthTokenNotLogged, logged(), withToken(silent))).toEqual([]);
});
