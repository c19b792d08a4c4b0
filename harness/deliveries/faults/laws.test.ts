/** What every delivery fault must keep to in every dialect, whoever wrote it. */
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as providerWebhooks from '../../../providers/webhooks/index.ts';
import { deliveriesOf, testContext, testStart } from '../../../providers/webhooks/test-deliveries.ts';
import { contractDialects, readingOf } from '../../../providers/webhooks/test-genuine.ts';
import type { JsonObject } from '../../model/json.ts';
import type { DeliveryFault, DeliveryStep, WebhookDialect } from '../../ports/webhook.ts';
import { effectsAllowed } from '../effects.ts';
import type { SendStep } from '../steps.ts';
import { deliveryFaults } from './index.ts';

const { hmacWebhooks: _, ...ofProviders } = providerWebhooks;
const dialects: readonly WebhookDialect[] = [...Object.values(ofProviders), ...contractDialects];

const deliveries = new Map(dialects.map((dialect) => [dialect, deliveriesOf(dialect, 3, 2)]));

const strike = (fault: DeliveryFault, dialect: WebhookDialect, params: JsonObject, which = 0) => {
  const delivery = deliveries.get(dialect)?.at(which);
  if (delivery === undefined) throw new Error(`${dialect.id} has no events`);
  return fault.apply(params, delivery, testContext(dialect));
};

/** Each send with the time at which it leaves. */
const sends = (steps: readonly DeliveryStep[]): readonly { readonly step: SendStep; readonly now: number }[] => {
  let now = testStart;
  return steps.flatMap((step) => {
    if (step.kind === 'wait') now += step.ms;
    return step.kind === 'send' ? [{ step, now }] : [];
  });
};

const fiveMinutesMs = 300_000;

/** Why the expectation would be unfair; undefined when it is fair. */
const unfair = (step: SendStep, now: number, dialect: WebhookDialect): string | undefined => {
  const { genuine, at = now } = readingOf(dialect.id, step.signed, testContext(dialect).secret);
  const ageMs = now - at;
  if (step.expect === 'accept' && !genuine) return 'a signature that is wrong must not be accepted';
  if (step.expect === 'accept' && ageMs >= dialect.toleranceMs) return 'too old to have to be accepted';
  if (step.expect === 'refuse' && genuine && ageMs <= fiveMinutesMs) return 'right and fresh: nothing to refuse it for';
  if (step.expect === 'ignore' && !genuine) return 'only what is rightly signed tells an endpoint that reads it';
  return undefined;
};

describe('the list of delivery faults', () => {
  it('names every file of this folder once', () => {
    const files = readdirSync(new URL('.', import.meta.url))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'index.ts')
      .map((name) => name.replace(/\.ts$/, ''));
    expect(deliveryFaults.map(({ id }) => id).sort()).toEqual(files.sort());
  });
});

describe.each(deliveryFaults.map((fault) => [fault.id, fault] as const))('%s', (id, fault) => {
  it.each(dialects.map((dialect) => [dialect.id, dialect] as const))(
    'plans parameters that are JSON, explains them in one line, and expects of no sound endpoint what it cannot do (%s)',
    (_dialect, dialect) => {
      fc.assert(
        fc.property(fault.params(dialect), fc.nat({ max: 5 }), (planned, which) => {
          const params: JsonObject = JSON.parse(JSON.stringify(planned));
          expect(params).toEqual(planned);
          expect(fault.explain(params)).toMatch(/^[a-z][^\n]{5,120}[^\n.]$/);
          const sent = sends(strike(fault, dialect, params, which) ?? []);
          expect(sent.flatMap(({ step, now }) => unfair(step, now, dialect) ?? [])).toEqual([]);
          for (const { step } of sent) expect(step.what).toMatch(/^\S.{3,}\S$/);
        }),
        { numRuns: id === 'body-huge' || id === 'body-deep' ? 4 : 40 },
      );
    },
  );

  it('strikes in the one dialect that has everything', () => {
    const params = fc.sample(fault.params(providerWebhooks.standardWebhooks), { seed: 1, numRuns: 1 })[0];
    expect(strike(fault, providerWebhooks.standardWebhooks, params ?? {})).not.toBeUndefined();
  });
});

const named = (id: string): DeliveryFault => {
  const found = deliveryFaults.find((fault) => fault.id === id);
  if (found === undefined) throw new Error(`no delivery fault ${id}`);
  return found;
};

const { githubWebhooks, linearWebhooks, slackWebhooks, standardWebhooks, stripeWebhooks } = providerWebhooks;

describe('what cannot happen in a dialect is not planned as if it could', () => {
  it.each([
    ['stale', { ageMs: 301_000 }, githubWebhooks],
    ['future', { aheadMs: 30_000 }, githubWebhooks],
    ['changed-timestamp', { signedAgoMs: 1000 }, githubWebhooks],
    ['one-good-among-several', { good: 'first' }, linearWebhooks],
    ['fresh-id-old-body', { afterMs: 1000 }, stripeWebhooks],
    ['fresh-id-old-body', { afterMs: 1000 }, slackWebhooks],
    ['duplicate', { when: 'near-window-end' }, githubWebhooks],
  ])('%s %j', (id, params, dialect) => {
    expect(strike(named(id), dialect, params)).toBeUndefined();
  });
});

describe('expectations that depend on the dialect', () => {
  const expectations = (id: string, dialect: WebhookDialect, params: JsonObject) =>
    sends(strike(named(id), dialect, params) ?? []).map(({ step }) => step.expect);

  it.each([
    ['stale', { ageMs: 299_000 }, standardWebhooks, ['accept']],
    ['stale', { ageMs: 301_000 }, standardWebhooks, ['refuse']],
    ["stale, where the provider's own verifier is stricter", { ageMs: 299_000 }, linearWebhooks, ['either']],
    ['stale', { ageMs: 59_000 }, linearWebhooks, ['accept']],
    ['fresh-id-old-body, the id being signed', { afterMs: 1000 }, standardWebhooks, ['accept', 'refuse']],
    ['fresh-id-old-body, the id not being signed', { afterMs: 1000 }, linearWebhooks, ['accept', 'either']],
    ['fresh-id-old-body, out of time', { afterMs: 3_600_000 }, linearWebhooks, ['accept', 'refuse']],
    ['fresh-id-old-body, there being no time', { afterMs: 3_600_000 }, githubWebhooks, ['accept', 'either']],
    ['signature-wrong-case', {}, standardWebhooks, ['refuse']],
    ['signature-wrong-case', {}, stripeWebhooks, ['either']],
    ['duplicate', { when: 'near-window-end' }, linearWebhooks, ['accept', 'accept']],
    ['duplicate', { when: 'near-window-end' }, standardWebhooks, ['accept', 'either']],
  ])('%s %j', (id, params, dialect, expected) => {
    expect(expectations(id.split(',')[0] ?? id, dialect, params)).toEqual(expected);
  });

  it('asks nothing of an endpoint whose contract says that it is stricter', () => {
    const [delivery] = deliveriesOf(standardWebhooks, 3, 1);
    if (delivery === undefined) return expect.unreachable();
    const context = { ...testContext(standardWebhooks), toleranceMs: 60_000 };
    const steps = named('stale').apply({ ageMs: 299_000 }, delivery, context) ?? [];
    expect(sends(steps).map(({ step }) => step.expect)).toEqual(['either']);
  });
});

describe('how many effects are allowed', () => {
  it.each([
    ['duplicate', { when: 'at-once' }, standardWebhooks, 1, 1],
    ['duplicate', { when: 'concurrent' }, standardWebhooks, 1, 1],
    ['duplicate', { when: 'near-24-hours' }, standardWebhooks, 1, 1],
    ['duplicate', { when: 'near-window-end' }, standardWebhooks, 1, 2],
    ['hang-up', {}, githubWebhooks, 1, 1],
    ['out-of-order', { behindMs: 0 }, linearWebhooks, 1, 2],
    ['fresh-id-old-body', { afterMs: 1000 }, standardWebhooks, 1, 1],
    ['fresh-id-old-body', { afterMs: 1000 }, githubWebhooks, 1, 2],
    ['wrong-secret', {}, stripeWebhooks, 0, 0],
    ['unknown-event', { event: 'tide.turned' }, stripeWebhooks, 0, 0],
    ['future', { aheadMs: 30_000 }, stripeWebhooks, 0, 1],
  ])('%s %j', (id, params, dialect, atLeast, atMost) => {
    expect(effectsAllowed(strike(named(id), dialect, params) ?? [])).toEqual({ atLeast, atMost });
  });
});

describe('signature-of-reserialised-body', () => {
  it.each(['white-space', 'unicode-escapes', 'big-numbers'])(
    'is taken by whoever signs what it parsed (%s)',
    (form) => {
      const [sent] = sends(strike(named('signature-of-reserialised-body'), githubWebhooks, { form }) ?? []);
      if (sent === undefined) return expect.unreachable();
      const { secret } = testContext(githubWebhooks);
      const { headers, body } = sent.step.signed;
      const parsedAgain = Buffer.from(JSON.stringify(JSON.parse(Buffer.from(body).toString())));
      expect(readingOf('github', { headers, body }, secret).genuine).toBe(false);
      expect(readingOf('github', { headers, body: parsedAgain }, secret).genuine).toBe(true);
    },
  );
});
