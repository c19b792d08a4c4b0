/** What every webhook dialect must keep to. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signed } from '../../harness/deliveries/sign.ts';
import type { WebhookDialect } from '../../harness/ports/webhook.ts';
import { linear } from '../linear/provider.ts';
import * as providerWebhooks from './index.ts';
import { deliveriesOf, testContext } from './test-deliveries.ts';
import { contractDialects, readingOf } from './test-genuine.ts';

const { hmacWebhooks, ...ofProviders } = providerWebhooks;
const dialects: readonly WebhookDialect[] = [...Object.values(ofProviders), ...contractDialects];

describe.each(dialects.map((dialect) => [dialect.id, dialect] as const))('%s', (id, dialect) => {
  const { secret } = testContext(dialect);
  const deliveries = deliveriesOf(dialect, 5, 20);

  it('knows at least three events, whose payloads are JSON and come from the seed alone', () => {
    expect(new Set(dialect.events.map(({ event }) => event)).size).toBeGreaterThanOrEqual(3);
    for (const { payload } of dialect.events)
      fc.assert(
        fc.property(payload, (drawn) => {
          expect(JSON.parse(JSON.stringify(drawn))).toEqual(drawn);
        }),
        { numRuns: 20 },
      );
    expect(deliveriesOf(dialect, 5, 20)).toEqual(deliveries);
    expect(deliveriesOf(dialect, 6, 20)).not.toEqual(deliveries);
  });

  it('writes JSON that is another text when it is parsed and written again', () => {
    for (const delivery of deliveries) {
      const text = Buffer.from(dialect.body(delivery)).toString();
      expect(JSON.stringify(JSON.parse(text))).not.toBe(text);
    }
  });

  it('signs what its provider documents, at the time of each attempt', () => {
    for (const delivery of deliveries)
      for (const laterMs of [0, 3_600_000]) {
        const at = delivery.at + laterMs;
        const reading = readingOf(id, signed({ ...delivery, at, attempt: 1 }, dialect, secret), secret);
        expect(reading.genuine).toBe(true);
        if (dialect.timestamp === 'none') expect(reading.at).toBeUndefined();
        else expect(Math.abs((reading.at ?? 0) - at)).toBeLessThan(1000);
      }
  });

  it('writes the id of the delivery and the name of the event somewhere, and nothing of the secret', () => {
    for (const delivery of deliveries) {
      const { headers, body } = signed(delivery, dialect, secret);
      const text = `${JSON.stringify(headers)}\n${Buffer.from(body).toString()}`;
      expect(text).toContain(delivery.deliveryId);
      for (const part of delivery.event.split('.').slice(0, 1)) expect(text).toContain(part);
      expect(text).not.toContain(secret.slice(dialect.secretShape.prefix.length));
    }
  });

  it('makes ids that depend on the text alone', () => {
    expect(dialect.deliveryId('a')).toBe(dialect.deliveryId('a'));
    const ids = Array.from({ length: 500 }, (_, index) => dialect.deliveryId(`delivery ${index}`));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it('keeps the secrets of Standard Webhooks between 24 and 64 bytes', () => {
  const { standardWebhooks, openaiWebhooks, anthropicWebhooks, svixWebhooks } = providerWebhooks;
  for (const dialect of [standardWebhooks, openaiWebhooks, anthropicWebhooks, svixWebhooks]) {
    const { length } = dialect.signature.key(testContext(dialect).secret);
    expect(length).toBeGreaterThanOrEqual(24);
    expect(length).toBeLessThanOrEqual(64);
  }
});

it("signs with the secret of the provider whose API it belongs to, in that provider's shape", () => {
  const { linearWebhooks } = providerWebhooks;
  expect(linear().secrets[linearWebhooks.secret]).toEqual(linearWebhooks.secretShape);
});

it("agrees with the example in GitHub's documentation", () => {
  const { githubWebhooks } = providerWebhooks;
  const [delivery] = deliveriesOf(githubWebhooks, 1, 1);
  if (delivery === undefined) return expect.unreachable();
  const { headers } = signed(delivery, githubWebhooks, "It's a Secret to Everybody", Buffer.from('Hello, World!'));
  expect(headers['X-Hub-Signature-256']).toBe(
    'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
  );
});

describe('webhooks set by a contract', () => {
  it.each([
    ['no body', { content: ['id'] as const }, /sign no body/],
    ['a time that is not sent', { content: ['timestamp', 'body'] as const }, /sign a time that they do not send/],
  ])('cannot sign %s', (_what, options, problem) => {
    expect(() => hmacWebhooks({ id: 'acme', header: 'X-Sig', encoding: 'hex', ...options })).toThrow(problem);
  });

  it('do not count a time that is sent unsigned', () => {
    const unsigned = hmacWebhooks({
      id: 'acme',
      header: 'X-Sig',
      encoding: 'hex',
      timestamp: { in: 'header', name: 'X-Time', unit: 'seconds' },
    });
    expect(unsigned.timestamp).toBe('none');
  });
});
