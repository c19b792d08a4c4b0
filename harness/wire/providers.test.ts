import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { HarnessError } from '../ports/errors.ts';
import type { Provider, ReceivedRequest } from '../ports/provider.ts';
import { openProviders, type ProviderExchange } from './providers.ts';
import { testProvider } from './test-provider.ts';

const apiKey = 'itm_live_abcdefghijklmnopqrstuvwxyz012345';

const open = async (provider: Provider = testProvider): Promise<ProviderExchange> => {
  const context = { seed: 7, credentials: { items: { apiKey } }, now: () => 0 };
  const exchange = (await openProviders([provider], context))[provider.id];
  if (exchange === undefined) throw new Error('not opened');
  return exchange;
};

const ask = (method: string, path: string, body = '', key?: string): ReceivedRequest => ({
  method,
  url: new URL(`https://api.items.example${path}`),
  headers: new Headers({
    authorization: `Bearer ${apiKey}`,
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  }),
  body,
});

describe('openProviders', () => {
  it('tells which request changed what, also when several come at once', async () => {
    const exchange = await open();
    const exchanged = await Promise.all([
      exchange(ask('POST', '/items', '{"title":"a"}')),
      exchange(ask('GET', '/items')),
      exchange(ask('POST', '/items', '{"title":"b"}')),
    ]);
    expect(exchanged.map(({ effects }) => effects.map(({ id }) => id))).toEqual([['item_7_1'], [], ['item_7_2']]);
  });

  it('repeats the reply of a replayed idempotency key, with no second effect', async () => {
    const exchange = await open();
    const first = await exchange(ask('POST', '/items', '{"title":"a"}', 'k'));
    const second = await exchange(ask('POST', '/items', '{"title":"a"}', 'k'));
    expect(await second.response.text()).toBe(await first.response.text());
    expect([first.effects.length, second.effects.length]).toEqual([1, 0]);
  });

  it('starts afresh in each case', async () => {
    await (await open())(ask('POST', '/items', '{"title":"a"}'));
    const { response } = await (await open())(ask('GET', '/items'));
    expect(await response.json()).toEqual({ items: [] });
  });

  it('complains of a request that the provider finds wrong, and of one that nobody handles', async () => {
    const exchange = await open();
    expect((await exchange(ask('POST', '/items', '{}'))).complaints).toEqual(['an item needs a title']);
    for (const method of ['DELETE', 'TRACE']) {
      const { response, complaints } = await exchange(ask(method, '/nowhere'));
      expect([response.status, complaints]).toEqual([404, [`no handler for ${method} /nowhere`]]);
    }
  });

  it.each([
    ['throws', () => Promise.reject(new Error('boom')), /items failed on GET \/x: boom/],
    ['gives a network error', () => HttpResponse.error(), /instruction to an interceptor/],
  ])('blames itself, not the integration, when a handler %s', async (_how, resolver, message) => {
    const broken: Provider = {
      ...testProvider,
      open: async (context) => ({
        ...(await testProvider.open(context)),
        handlers: [http.get('https://api.items.example/x', resolver)],
      }),
    };
    const exchange = await open(broken);
    const failure = exchange(ask('GET', '/x'));
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toBeInstanceOf(HarnessError);
    // One failure must not block what comes after it.
    expect((await exchange(ask('GET', '/y'))).response.status).toBe(404);
  });
});
