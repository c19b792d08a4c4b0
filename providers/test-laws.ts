/** For tests: what every provider must keep, whatever API it stands for. Engine, faults and rules rely on nothing more. */
import fc from 'fast-check';
import { getResponse } from 'msw';
import { expect, test } from 'vitest';
import type { ReplyReading } from '../harness/model/trace.ts';
import type { Provider, ReceivedRequest, RetryAfterForm } from '../harness/ports/provider.ts';

/** How one API is asked for what the laws need. `credential` is the value of the secret that is called `secret`. */
export interface ProviderCase {
  readonly provider: Provider;
  readonly secret: string;
  authorization(credential: string): string;
  /** Absent where only reading is simulated. */
  create?(title: string, key: string | undefined, authorization: string | undefined): ReceivedRequest;
  /** Set where the API's errors have a text alone. */
  readonly errorsHaveNoCode?: true;
  read(authorization: string | undefined): ReceivedRequest;
}

export const post = (url: string, body: unknown, headers: Record<string, string>): ReceivedRequest => ({
  method: 'POST',
  url: new URL(url),
  headers: new Headers({ 'Content-Type': 'application/json', ...headers }),
  body: JSON.stringify(body),
});
const epochMs = Date.UTC(2026, 10, 23, 12);
const aSecond = 1000;
const replyAt = 5 * aSecond;
const aTime = fc.integer({ min: 0, max: 48 * 60 * 60 * aSecond });
/** Some APIs tell a reset as a wait, which is never negative. */
const aTimeAhead = aTime.map((ms) => replyAt + ms);

/** Registers the laws as tests of the provider. */
export function keepsTheLaws(api: ProviderCase): void {
  const { provider } = api;
  const { dialect } = provider;
  const shape = provider.secrets[api.secret];
  const credential = `${shape?.prefix}${'Q7'.repeat((shape?.randomLength ?? 0) / 2)}`;
  const credentials = { [api.secret]: credential };
  const context = { now: epochMs + replyAt, epochMs, credentials };
  const good = api.authorization(credential);
  const hasCode = api.errorsHaveNoCode !== true;
  /** A create where there is one. */
  const ask = (title: string, key: string | undefined, authorization: string | undefined): ReceivedRequest =>
    api.create?.(title, key, authorization) ?? api.read(authorization);
  const keyOf = () => crypto.randomUUID();

  const open = async () => {
    const world = await provider.open({ seed: 11, credentials, now: () => context.now });
    const send = async (
      received: ReceivedRequest,
    ): Promise<{ reading: ReplyReading; status: number; body: string }> => {
      const { method, url, headers, body } = received;
      const request = new Request(url, { method, headers, ...(body === '' ? {} : { body }) });
      const reply = await getResponse([...world.handlers], request);
      if (reply === undefined) throw new Error('no handler answered');
      const told = { status: reply.status, headers: reply.headers, body: await reply.text() };
      return { reading: dialect.readReply(received, told, context), status: told.status, body: told.body };
    };
    return { world, send };
  };
  const read = async (reply: Response): Promise<ReplyReading> => {
    const { status, headers } = reply;
    return dialect.readReply(api.read(good), { status, headers, body: await reply.text() }, context);
  };

  test('secrets have a public prefix and enough that is random', () => {
    for (const { prefix, randomLength } of Object.values(provider.secrets)) {
      expect(prefix).not.toBe('');
      expect(randomLength).toBeGreaterThanOrEqual(24);
    }
  });

  test.each([400, 401, 403, 404, 422])('error %i reads as permanent, with a code', async (status) => {
    const reply = dialect.error(api.read(good), status);
    expect(reply.status).toBe(status);
    expect(await read(reply)).toMatchObject({
      class: 'permanent',
      ...(hasCode ? { errorCode: expect.any(String) } : {}),
    });
  });

  test.each([500, 502, 503, 504])('error %i reads as a server error', async (status) => {
    const reply = dialect.error(ask('a', keyOf(), good), status);
    expect(reply.status).toBe(status);
    expect((await read(reply)).class).toBe('server-error');
  });

  test('any other error status never reads as success', async () => {
    for (const status of [402, 405, 409, 410, 418, 425, 501, 505, 529]) {
      expect((await read(dialect.error(api.read(good), status))).class).not.toBe('success');
    }
    expect((await read(dialect.error(api.read(good), 429))).class).toBe('rate-limited');
  });

  test('an error repeats the text that it is given', async () => {
    for (const status of [400, 401, 403, 404, 422, 500, 502, 503, 504]) {
      const text = `you sent <${good}> & "more"`;
      const reply = dialect.error(api.read(good), status, text);
      expect(await read(reply)).toMatchObject({ errorMessage: text });
    }
  });

  test('a rate limit reads back with the time that it told, in every form', async () => {
    const forms: fc.Arbitrary<readonly [RetryAfterForm, number | undefined]> = fc.oneof(
      fc
        .integer({ min: 0, max: 200_000 })
        .map((seconds) => [{ form: 'seconds', seconds }, replyAt + seconds * 1000] as const),
      aTime.map((at) => [{ form: 'http-date', at: epochMs + at }, at] as const),
      fc.constant([{ form: 'absent' }, undefined] as const),
      fc
        .constantFrom('soon', '-5', '1.5', '', '12 seconds')
        .map((value) => [{ form: 'raw', value }, undefined] as const),
    );
    await fc.assert(
      fc.asyncProperty(forms, async ([form, notBefore]) => {
        const reply = dialect.rateLimited(ask('a', keyOf(), good), form, context);
        const reading = await read(reply);
        expect(reading.class).toBe('rate-limited');
        if (notBefore === undefined) expect(reading.retryAfter?.notBefore).toBeUndefined();
        // A date has whole seconds: the header's own time counts, up to a second before what was asked for.
        else expect(Math.abs((reading.retryAfter?.notBefore ?? Number.NaN) - notBefore)).toBeLessThan(aSecond);
      }),
    );
  });

  test('a rate limit told in the way of this API alone reads back, never too early', async () => {
    expect(dialect.hasProviderRetryAfter).toBe(true);
    await fc.assert(
      fc.asyncProperty(aTimeAhead, async (at) => {
        const reply = dialect.rateLimited(api.read(good), { form: 'provider', at: epochMs + at }, context);
        expect(reply.headers.has('retry-after')).toBe(false);
        const { retryAfter } = await read(reply);
        expect(['provider', 'milliseconds']).toContain(retryAfter?.form);
        expect(retryAfter?.notBefore).toBeGreaterThanOrEqual(at);
        expect(retryAfter?.notBefore).toBeLessThan(at + aSecond);
      }),
    );
  });

  test('what a quota leaves reads back, and the reply stays as it was', async () => {
    const { world, send } = await open();
    const sent = await send(api.read(good));
    expect(sent.reading.quota?.[0]).toMatchObject({ name: 'requests', remaining: expect.any(Number) });
    await fc.assert(
      fc.asyncProperty(fc.nat(5000), aTimeAhead, async (remaining, at) => {
        const plain = new Response(sent.body, { status: sent.status, headers: { 'Content-Type': 'application/json' } });
        const reading = await read(dialect.withQuota(plain, remaining, epochMs + at, context));
        expect(reading.class).toBe('success');
        const requests = reading.quota?.find(({ name }) => name === 'requests');
        expect(requests?.remaining).toBe(remaining);
        expect(requests?.resetAt).toBeGreaterThanOrEqual(at);
        expect(requests?.resetAt).toBeLessThan(at + aSecond);
      }),
    );
    expect(world.ledger()).toEqual([]);
  });

  test('what a quota of tokens leaves reads back beside that of requests', async () => {
    if (dialect.hasTokenQuota !== true) return expect(dialect.hasTokenQuota).toBeUndefined();
    const plain = Response.json({});
    const reading = await read(dialect.withQuota(plain, 0, epochMs + 2 * replyAt, context, 'tokens'));
    expect(reading.quota).toEqual([{ name: 'tokens', remaining: 0, resetAt: 2 * replyAt }]);
  });

  test('a refusal because nobody pays reads as such, and asks to wait for nothing', async () => {
    const reading = dialect.spent && (await read(dialect.spent(api.read(good))));
    if (reading !== undefined)
      expect(reading).toEqual({ class: 'spent', errorCode: expect.any(String), errorMessage: expect.any(String) });
    else expect(dialect.spent).toBeUndefined();
  });

  test('whose credential a request carried is known', () => {
    expect(dialect.credentialOf(api.read(good), context)).toEqual({ secret: api.secret });
    expect(dialect.credentialOf(ask('a', keyOf(), good), context)).toEqual({ secret: api.secret });
    expect(dialect.credentialOf(api.read(api.authorization(`${shape?.prefix}other`)), context)).toBe('unknown');
    expect(dialect.credentialOf(api.read(undefined), context)).toBe('none');
  });

  const takesKeys = dialect.idempotency !== 'none';

  const { create } = api;
  if (create !== undefined) {
    test('a create tells its key, and is the same request with any key or none', () => {
      const key = keyOf();
      const reading = dialect.readRequest(create('a', key, good));
      expect(reading).toMatchObject({ stateChanging: true });
      expect(reading.idempotencyKey).toBe(takesKeys ? key : undefined);
      const [otherKey, noKey] = [
        dialect.readRequest(create('a', keyOf(), good)),
        dialect.readRequest(create('a', undefined, good)),
      ];
      expect(otherKey.fingerprint).toBe(reading.fingerprint);
      if (takesKeys) expect(otherKey.idempotencyKey).not.toBe(key);
      expect(noKey.idempotencyKey).toBeUndefined();
      expect(noKey.fingerprint).toBe(reading.fingerprint);
      expect(dialect.readRequest(create('b', key, good)).fingerprint).not.toBe(reading.fingerprint);
      expect(dialect.readRequest(api.read(good))).toMatchObject({ stateChanging: false });
      expect(dialect.readRequest(api.read(good)).idempotencyKey).toBeUndefined();
    });

    test('a create has one effect; repeated it has what this API says', async () => {
      const { world, send } = await open();
      const request = create('a', keyOf(), good);
      const first = await send(request);
      expect(first.reading.class).toBe('success');
      expect(world.ledger()).toHaveLength(1);
      expect(world.ledger()[0]?.operation).toBe(dialect.readRequest(request).operation);
      const second = await send(request);
      expect(world.ledger()).toHaveLength(takesKeys ? 1 : 2);
      if (dialect.idempotency === 'conflict') expect(second.reading.class).toBe('conflict');
      if (dialect.idempotency === 'same-reply')
        expect(second).toMatchObject({ reading: { class: 'success' }, body: first.body });
      await send(create('a', keyOf(), good));
      await send(create('a', undefined, good));
      if (dialect.idempotency === 'none') expect(second.reading.class).toBe('success');
      expect(world.ledger()).toHaveLength(takesKeys ? 3 : 4);
      expect(new Set(world.ledger().map(({ id }) => id)).size).toBe(world.ledger().length);
      expect(world.takeComplaints()).toEqual([]);
    });
  }

  test('without a good credential nothing happens; only a wrong form is complained of, and never repeated', async () => {
    const { world, send } = await open();
    const expired = await send(ask('a', keyOf(), api.authorization(`${shape?.prefix}expired`)));
    expect(expired.reading.class).toBe('permanent');
    expect(world.takeComplaints()).toEqual([]);
    expect((await send(ask('a', keyOf(), undefined))).reading.class).toBe('permanent');
    expect((await send(ask('a', keyOf(), `Basic ${credential}`))).reading.class).toBe('permanent');
    const complaints = world.takeComplaints();
    expect(complaints).toHaveLength(2);
    expect(complaints.join()).not.toContain('Q7Q7Q7Q7');
    expect(world.takeComplaints()).toEqual([]);
    expect(world.ledger()).toEqual([]);
  });

  test('two cases share nothing, and equal seeds give equal worlds', async () => {
    const [one, two] = [await open(), await open()];
    const request = ask('a', undefined, good);
    const [left, right] = [await one.send(request), await two.send(request)];
    expect(right).toEqual(left);
    expect(two.world.ledger()).toEqual(one.world.ledger());
    await one.send(request);
    expect(two.world.ledger()).toHaveLength(api.create === undefined ? 0 : 1);
  });
}
