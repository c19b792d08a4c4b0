import { expect, test } from 'vitest';
import { answers, failed, perform, probe, reply, request, type Step, testFacts, trace } from '../../test-trace.ts';
import { deadLetterAlerts } from './dead-letter-alerts.ts';

const letter = probe('deadLetters', { operation: 'create_task' });
const alert = probe('alerts', { text: 'a dead letter' });
const call = (...told: Step[]) => [perform(), request(), reply(503), failed(), ...told];
const holds = (...events: Step[]) => answers(deadLetterAlerts, trace({ events }));

test('an alert in the same call holds, and one alert may stand for several letters', () => {
  expect(holds(...call(letter, alert))).toEqual([true]);
  expect(holds(...call(letter, alert), ...call(letter))).toEqual([true, true]);
});

test('no alert, or one that comes only later, breaks it', () => {
  expect(holds(...call(letter))).toEqual([false]);
  expect(holds(...call(letter), ...call(letter, alert))).toEqual([false, true]);
});

test('without a dead letter there is nothing to judge; without both probes it cannot tell', () => {
  expect(holds(...call(alert))).toEqual([]);
  const withProbes = (...probes: ('deadLetters' | 'alerts')[]) => deadLetterAlerts.appliesTo({ ...testFacts, probes });
  expect(withProbes('deadLetters', 'alerts')).toEqual({ applies: true });
  expect(withProbes('deadLetters')).toMatchObject({ applies: 'cannot-tell', next: expect.stringContaining('alerts') });
  expect(withProbes()).toMatchObject({ next: expect.stringMatching(/deadLetters.*alerts/) });
});
