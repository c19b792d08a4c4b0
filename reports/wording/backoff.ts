/** Sentences about back-off. */
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { aRequest, count, ms, theFailure, told } from './phrases.ts';
import type { Wording } from './wording.ts';

/** `retry 1` is the first one to people. */
const retryNumber = (value: Json | undefined): string => `retry ${typeof value === 'number' ? value + 1 : '?'}`;
const range = ({ leastMs, mostMs }: JsonObject): string => `from ${ms(leastMs)} to ${ms(mostMs)}`;

export const backoffWording: Record<string, Wording> = {
  'backoff-has-jitter': {
    message: (facts) =>
      `The delay before ${retryNumber(facts.retry)} was the same in ${count(facts.samples, 'case')}: ${range(facts)}.`,
    expected: (facts) => `Delays that differ by more than ${ms(facts.sameMs)}.`,
    observed: (facts) => `${count(facts.samples, 'delay')} ${range(facts)}.`,
  },
  'backoff-grows': {
    message: (facts) =>
      `The delays before ${retryNumber(facts.retry)} reached ${ms(facts.laterMs)}, those before the first retry ${ms(facts.firstMs)}: they do not grow.`,
    expected: (facts) => `At least ${told(facts.growth)} times as much before ${retryNumber(facts.retry)}.`,
    observed: (facts) =>
      `${ms(facts.firstMs)} in ${count(facts.firstSamples, 'case')}, then ${ms(facts.laterMs)} in ${count(facts.laterSamples, 'case')}.`,
  },
  'backoff-within-envelope': {
    message: (facts) =>
      `${aRequest(facts)} waited ${ms(facts.delayMs)} before ${retryNumber(facts.retry)} after ${theFailure(facts)}; the bound is ${ms(facts.envelopeMs)}.`,
    expected: (facts) => `A delay between 0 and ${ms(facts.envelopeMs)}, with ${ms(facts.toleranceMs)} for timers.`,
    observed: (facts) => `${ms(facts.delayMs)}.`,
  },
  'backoff-starts-from-zero': {
    message: (facts) =>
      `The ${told(facts.part)} of 0 to ${ms(facts.envelopeMs)} held ${told(facts.found)} of ${count(facts.samples, 'delay')} before ${retryNumber(facts.retry)}, not about ${told(facts.meant)} as with full jitter.`,
    expected: (facts) => `Delays spread evenly from 0 to ${ms(facts.envelopeMs)}.`,
    observed: (facts) => `Delays ${range(facts)}.`,
  },
  'backoff-base': {
    message: (facts) =>
      facts.leastMs === undefined
        ? `The contract declares a base delay of ${ms(facts.declaredMs)}.`
        : `The delays before the first retry went ${range(facts)}, which is not a base delay of ${ms(facts.recommendedMs)}.`,
    expected: (facts) => `A base delay of ${ms(facts.recommendedMs)}.`,
    observed: (facts) => (facts.leastMs === undefined ? `${ms(facts.declaredMs)}.` : `Delays ${range(facts)}.`),
  },
  'backoff-cap': {
    message: (facts) =>
      Number(facts.declaredMs) > Number(facts.recommendedMs)
        ? `The contract declares a longest delay of ${ms(facts.declaredMs)}, for ${told(facts.operation)} of kind ${told(facts.kind)}.`
        : `${aRequest(facts)} of kind ${told(facts.kind)} waited ${ms(facts.delayMs)} before ${retryNumber(facts.retry)}.`,
    expected: (facts) => `At most ${ms(facts.recommendedMs)}.`,
    observed: (facts) => `Declared ${ms(facts.declaredMs)}, waited ${ms(facts.delayMs)}.`,
  },
};
