import { expect, test } from 'vitest';
import { log, type Step } from '../../../../scenarios/test-trace.ts';
import { callOf, evidence, leaking } from '../test-calls.ts';
import { secretQuestions } from './secrets.ts';

const answers = (...lines: readonly Step[]) => {
  const seen = evidence({ 'status-401': [callOf({ lines })] });
  return secretQuestions.map(({ answer }) => answer(seen));
};

test.each([
  ['nothing', [], ['no', 'no', 'no', 'logs nothing']],
  ['the error as it prints', [leaking.printed], ['no', 'yes', 'no', 'logs nothing']],
  ['the error as JSON', [leaking.json], ['no', 'no', 'yes', 'logs nothing']],
  ['what the client logs', [leaking.own], ['no', 'no', 'no', 'yes']],
  ['a harmless line of the client', [log('retrying')], ['no', 'no', 'no', 'no']],
])('the credential comes out in %s', (_what, lines, expected) => {
  expect(answers(...lines)).toEqual(expected);
});

test('the credential comes out in the message', () => {
  const call = callOf();
  const sightings = [{ secret: 'CLIENT_SECRET', form: 'plain', where: 'error' } as const];
  const events = call.events.map((event) => (event.type === 'outcome' ? { ...event, sightings } : event));
  expect(secretQuestions[0]?.answer(evidence({ reset: [{ ...call, events }] }))).toBe('yes');
});

test('a client that never fails tells nothing', () => {
  const seen = evidence({ reset: [callOf({ outcome: 'ok', waits: [1] })] });
  expect(secretQuestions[0]?.answer(seen)).toBe('cannot be told: no call failed');
});
