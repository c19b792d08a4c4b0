/**
 * Delivers on the machine's own clock, to an endpoint that somebody runs: the steps of a fault, each stamped for the
 * moment at which it is sent, with long waits cut short and the endpoint's process left alone.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Target } from '../ports/sender.ts';
import type { DeliveryStep } from '../ports/webhook.ts';
import { createSender } from './sender.ts';
import type { SendStep } from './steps.ts';

export type Happening =
  | {
      readonly kind: 'sent';
      readonly step: SendStep;
      readonly result: Answer;
      /** Wall time from sending to the end of the answer. */
      readonly tookMs: number;
    }
  | { readonly kind: 'wait-cut-short'; readonly ms: number; readonly toMs: number }
  | { readonly kind: 'restart-skipped' };

/** Enough for an endpoint to finish what an earlier delivery began, in development. */
const longestWaitMs = 3000;

const sendNow = async (target: Target, step: SendStep, patienceMs: number): Promise<Happening> => {
  const sender = createSender();
  const over = new AbortController();
  const began = performance.now();
  try {
    const result = await sender.send(target, step.signed, {
      hangUp: step.hangUp === true,
      giveUp: pause(patienceMs, undefined, { signal: over.signal }).catch(() => {}),
    });
    return { kind: 'sent', step, result, tookMs: Math.round(performance.now() - began) };
  } finally {
    over.abort();
    await sender.end();
  }
};

/**
 * `stepsFrom(at)` plans the steps for a first delivery at `at` (Unix ms). It is asked again before each sending, so that
 * times come out as if no wait had been cut short, and a replay after an hour is an hour old after three seconds.
 */
export async function* deliverByHand(
  target: Target,
  stepsFrom: (at: number) => readonly DeliveryStep[],
  patienceMs: number,
): AsyncGenerator<Happening> {
  const planned = stepsFrom(Date.now());
  let plannedMs = 0;
  for (let index = 0; index < planned.length; index += 1) {
    const step = planned[index];
    if (step?.kind === 'wait') {
      plannedMs += step.ms;
      const toMs = Math.min(step.ms, longestWaitMs);
      if (toMs < step.ms) yield { kind: 'wait-cut-short', ms: step.ms, toMs };
      await pause(toMs);
    } else if (step?.kind === 'restart') yield { kind: 'restart-skipped' };
    else {
      let last = index;
      for (let next = planned[last + 1]; next?.kind === 'send' && next.together; next = planned[last + 1]) last += 1;
      const group = stepsFrom(Date.now() - plannedMs)
        .slice(index, last + 1)
        .flatMap((each) => (each.kind === 'send' ? [each] : []));
      yield* await Promise.all(group.map((each) => sendNow(target, each, patienceMs)));
      index = last;
    }
  }
}
