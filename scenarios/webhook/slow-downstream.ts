import fc from 'fast-check';
import { hang } from '../../harness/faults/hang.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { pastEveryRetry, striking, withinRetries } from '../planning.ts';
import { afterAGoodOne, callsSomebody } from './delivering.ts';

export const slowDownstream: Scenario = {
  id: 'slow-downstream',
  summary: 'The calls that the endpoint makes for an event hang, for a while or until it gives up.',
  topic: 'webhook',
  cases: 16,
  plans: (context) =>
    callsSomebody(context)
      ? afterAGoodOne(context, striking(context, hang, fc.oneof(pastEveryRetry, withinRetries(context))))
      : undefined,
};
