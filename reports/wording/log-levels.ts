/** Sentences about the levels of log lines, and about alerts. */
import type { JsonObject } from '../../harness/model/json.ts';
import { aRequest, count, theFailure, told } from './phrases.ts';
import type { Wording } from './wording.ts';

const level = ({ logged, severity }: JsonObject): string =>
  typeof logged === 'string' || typeof logged === 'number' ? told(logged) : told(severity).toUpperCase();

const failureAt = (wanted: string, what: string): Wording => ({
  message: (facts) =>
    `${theFailure(facts).replace(/^./, (c) => c.toUpperCase())} in ${told(facts.operation)}, ${what}, was logged at ${level(facts)}.`,
  expected: () => `${wanted}.`,
  observed: (facts) => `${level(facts)}.`,
});

export const logLevelsWording: Record<string, Wording> = {
  'success-logged-as-info': {
    message: (facts) =>
      facts.expected === true
        ? `Status ${told(facts.status)} is an answer for ${told(facts.operation)}, and was logged at ${level(facts)}.`
        : `The success of ${told(facts.operation)} was logged at ${level(facts)}.`,
    expected: () => 'INFO.',
    observed: (facts) =>
      facts.event === undefined
        ? `${level(facts)}, after ${aRequest(facts).replace(/^A /, 'a ')} that did what it should.`
        : `${level(facts)}, after a good delivery of ${told(facts.event)} that was accepted.`,
  },
  'transient-failure-logged-as-warn': failureAt('WARN', 'which was tried again'),
  'permanent-failure-logged-as-error': failureAt('ERROR', 'which ended the call'),
  'dead-letter-logged-as-error': {
    message: (facts) => `${told(facts.operation)} went to the dead letter queue, and no line says so at ERROR.`,
    expected: () => 'A line at ERROR in the same call.',
    observed: (facts) => `${count(facts.entries, 'new dead letter')}; ${count(facts.lines, 'line')}, none at ERROR.`,
  },
  'dead-letter-alerts': {
    message: (facts) => `${told(facts.operation)} went to the dead letter queue without an alert.`,
    expected: () => 'An alert, read through the `alerts` probe.',
    observed: (facts) => `${count(facts.entries, 'new dead letter')} and no alert.`,
  },
};
