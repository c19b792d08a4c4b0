/**
 * Carries out a `deliver` action: the good delivery with the provider's own redeliveries, or the steps that a delivery
 * fault makes of it. Each sending and each answer is an event.
 */
import type { CaseLog } from './case-log.ts';
import type { IssuedSecret } from './credentials.ts';

import { signed, unsentSignatures } from './deliveries/sign.ts';
import type { PlannedFault } from './model/plan.ts';
import type { Sender } from './ports/sender.ts';
import type { Subject } from './ports/subject.ts';
import type { Delivery, DeliveryFault, DeliveryStep, WebhookDialect } from './ports/webhook.ts';

/** The endpoint under test and what is needed to send to it. */
export interface WebhookBench {
  readonly dialect: WebhookDialect;
  readonly path: string;
  readonly toleranceMs: number;
  readonly secret: IssuedSecret;
  /** One that was valid before a rotation, and one that never was. */
  readonly previousSecret: string;
  readonly otherSecret: string;
  readonly sender: Sender;
}

export interface Delivering {
  readonly subject: Subject;
  readonly webhook: WebhookBench;
  readonly log: CaseLog;
  /** Counts deliveries within the case. */
  readonly nextDelivery: () => number;
}

type Send = Extract<DeliveryStep, { readonly kind: 'send' }>;

/** An endpoint has 20 s (STD-17-01 §3.6.5); a sender that hung up earlier could not tell. */
const judgedPatienceMs = 21_000;

const text = new TextDecoder();

const sendOne = async ({ subject, webhook, log, nextDelivery }: Delivering, step: Send, fault?: string) => {
  const { dialect, path, secret, sender } = webhook;
  const port = subject.webhookPort;
  const number = nextDelivery();
  const { delivery } = step;
  // An endpoint that refuses must not give away what a right signature of this very body would be.
  if (step.expect === 'refuse')
    for (const signature of unsentSignatures(step.signed, delivery, dialect, secret.value))
      log.watchFor('expected signature', signature);
  log.record({
    type: 'delivery',
    delivery: number,
    action: log.action,
    event: delivery.event,
    deliveryId: delivery.deliveryId,
    attempt: delivery.attempt,
    expect: step.expect,
    what: step.what,
    ...(fault === undefined ? {} : { fault }),
    ...(dialect.timestamp === 'none' ? {} : { ageMs: subject.clock.now() - delivery.at }),
    headers: Object.fromEntries(
      Object.entries(step.signed.headers).map(([name, value]) => [
        name,
        log.redact(typeof value === 'string' ? value : value.join(', ')),
      ]),
    ),
    body: log.redact(text.decode(step.signed.body)),
    bytes: step.signed.body.byteLength,
    hangUp: step.hangUp === true,
  });
  const patienceMs = Math.max(dialect.redelivery.timeoutMs, judgedPatienceMs);
  const over = new AbortController();
  const result =
    port === undefined
      ? ({ kind: 'refused' } as const)
      : await sender.send({ port, path }, step.signed, {
          hangUp: step.hangUp === true,
          giveUp: subject.clock.sleep(patienceMs, over.signal),
        });
  over.abort();
  log.answer(number, result);
  return result;
};

/** Steps are signed for the time at which they were planned to be sent, so waits end at planned moments. */
const carryOutSteps = async (delivering: Delivering, steps: readonly DeliveryStep[], fault: string): Promise<void> => {
  const { subject } = delivering;
  let planned = subject.clock.now();
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index];
    if (step === undefined) return;
    if (step.kind === 'wait') {
      planned += step.ms;
      await subject.wait(Math.max(0, planned - subject.clock.now()));
    } else if (step.kind === 'restart') await subject.restart();
    else {
      const group = [step];
      for (let next = steps[index + 1]; next?.kind === 'send' && next.together === true; next = steps[index + 1]) {
        group.push(next);
        index += 1;
      }
      await subject.during(Promise.all(group.map((each) => sendOne(delivering, each, fault))));
    }
  }
};

/** In real time nobody waits for hours: the provider comes back soon, and stamps what it sends all the same. */
const longestRealPauseMs = 1_000;
const redeliveryPause = ({ clockKind }: Subject, delayMs: number): number =>
  clockKind === 'virtual' ? delayMs : Math.min(delayMs, longestRealPauseMs);

/** Delivers until it is answered well in time, on the provider's own schedule, each attempt stamped and signed anew. */
const deliverWell = async (delivering: Delivering, first: Delivery): Promise<void> => {
  const { subject, webhook } = delivering;
  const { dialect, secret } = webhook;
  const { delaysMs, timeoutMs } = dialect.redelivery;
  for (let attempt = 0; attempt <= delaysMs.length; attempt += 1) {
    if (attempt > 0) await subject.wait(redeliveryPause(subject, delaysMs[attempt - 1] ?? 0));
    const at = subject.clock.now();
    const delivery = { ...first, at, attempt };
    const result = await subject.during(
      sendOne(delivering, {
        kind: 'send',
        signed: signed(delivery, dialect, secret.value),
        expect: 'accept',
        what: attempt === 0 ? 'first delivery' : 'redelivery',
        delivery,
      }),
    );
    const answeredWell = result.kind === 'answered' && result.status >= 200 && result.status < 300;
    if (answeredWell && subject.clock.now() - at <= timeoutMs) return;
  }
};

export interface PlannedDeliveryFault {
  readonly planned: number;
  readonly fault: PlannedFault;
  readonly how: DeliveryFault;
}

/** A fault that has nothing to make wrong in this dialect does not strike, and stays visible as unstruck. */
export const deliver = async (
  delivering: Delivering,
  event: Pick<Delivery, 'event' | 'deliveryId' | 'payload'>,
  planned: PlannedDeliveryFault | undefined,
): Promise<void> => {
  const { subject, webhook, log } = delivering;
  const delivery: Delivery = { ...event, at: subject.clock.now(), attempt: 0 };
  const steps = planned?.how.apply(planned.fault.params, delivery, {
    dialect: webhook.dialect,
    secret: webhook.secret.value,
    previousSecret: webhook.previousSecret,
    otherSecret: webhook.otherSecret,
    toleranceMs: webhook.toleranceMs,
  });
  if (planned === undefined || steps === undefined) return deliverWell(delivering, delivery);
  log.record({ type: 'fault', planned: planned.planned, fault: planned.fault.fault, acted: false });
  await carryOutSteps(delivering, steps, planned.fault.fault);
};
