/** The official SDKs, unmodified, ask the secret managers through the real wire. */
import { DopplerSDK } from '@dopplerhq/node-sdk';
import { InfisicalSDK } from '@infisical/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Provider } from '../../harness/ports/provider.ts';
import { openProviders } from '../../harness/wire/providers.ts';
import { testClock } from '../../harness/wire/test-clock.ts';
import { openWire } from '../../harness/wire/wire.ts';
import { convex } from './convex.ts';
import { doppler } from './doppler.ts';
import { infisical } from './infisical.ts';

const serviceToken = `dp.st.dev.${'a1'.repeat(21)}`;
const clientSecret = `ics_${'b2'.repeat(32)}`;
const deployKey = `prod:happy-otter-123|${'c3'.repeat(24)}`;
const credentials: { [provider: string]: { [secret: string]: string } } = {
  doppler: { serviceToken },
  infisical: { clientSecret },
  convex: { deployKey },
};
const providers: readonly Provider[] = [doppler(), infisical(), convex()];
let served: { [name: string]: string } = {};
let complaints: string[] = [];
let wire: Awaited<ReturnType<typeof openWire>>;

beforeAll(async () => {
  wire = await openWire(providers);
  served = { LINEAR_API_KEY: 'lin_api_first' };
  const now = () => Date.UTC(2026, 10, 27);
  const exchanges = await openProviders(providers, { seed: 1, credentials, now, served });
  wire.begin({
    clock: { ...testClock, now },
    notice: () => {},
    answer: async (id, _number, received) => {
      const exchanged = await exchanges[id]?.(received);
      if (exchanged === undefined) throw new Error(`nobody opened ${id}`);
      complaints.push(...exchanged.complaints);
      return exchanged.response;
    },
  });
});
afterAll(() => wire?.close());

const fresh = (): void => {
  served.LINEAR_API_KEY = 'lin_api_first';
  complaints = [];
};

describe('doppler', () => {
  const sdk = (accessToken = serviceToken) => {
    const made = new DopplerSDK({ accessToken });
    made.setBaseUrl(wire.urls.doppler ?? '');
    return made;
  };

  test('tells what it serves, and the new value once it was rotated', async () => {
    fresh();
    const { secrets } = sdk();
    expect(await secrets.list('backend', 'dev')).toMatchObject({
      secrets: { LINEAR_API_KEY: { computed: 'lin_api_first' } },
    });
    expect(await secrets.get('backend', 'dev', 'LINEAR_API_KEY')).toMatchObject({
      name: 'LINEAR_API_KEY',
      value: { raw: 'lin_api_first' },
    });
    expect(await secrets.names('backend', 'dev')).toMatchObject({
      names: expect.arrayContaining(['LINEAR_API_KEY', 'DOPPLER_CONFIG']),
    });
    served.LINEAR_API_KEY = 'lin_api_second';
    expect(await secrets.download('backend', 'dev', { format: 'json' })).toMatchObject({
      LINEAR_API_KEY: 'lin_api_second',
    });
    expect(complaints).toEqual([]);
  });

  test('refuses a wrong token and an unknown name', async () => {
    fresh();
    await expect(sdk('dp.st.dev.wrong').secrets.list('backend', 'dev')).rejects.toMatchObject({ statusCode: 401 });
    await expect(sdk().secrets.get('backend', 'dev', 'NO')).rejects.toMatchObject({ statusCode: 404 });
  });

  test('has nothing new to tell to who knows its answer', async () => {
    fresh();
    const url = `${wire.urls.doppler}/v3/configs/config/secrets/download?format=json`;
    const headers = { Authorization: `Bearer ${serviceToken}` };
    const etag = (await fetch(url, { headers })).headers.get('etag') ?? '';
    const again = () => fetch(url, { headers: { ...headers, 'If-None-Match': etag } });
    expect((await again()).status).toBe(304);
    served.LINEAR_API_KEY = 'lin_api_second';
    expect((await again()).status).toBe(200);
  });
});

describe('infisical', () => {
  const where = { environment: 'dev', projectId: 'p1' };
  const sdk = (secret = clientSecret) =>
    new InfisicalSDK({ siteUrl: wire.urls.infisical ?? '' })
      .auth()
      .universalAuth.login({ clientId: 'c1', clientSecret: secret });

  test('trades the client secret for a token, and tells what it serves', async () => {
    fresh();
    const client = await sdk();
    const { secrets } = await client.secrets().listSecrets(where);
    expect(secrets).toMatchObject([{ secretKey: 'LINEAR_API_KEY', secretValue: 'lin_api_first', secretPath: '/' }]);
    served.LINEAR_API_KEY = 'lin_api_second';
    expect(await client.secrets().getSecret({ ...where, secretName: 'LINEAR_API_KEY' })).toMatchObject({
      secretValue: 'lin_api_second',
    });
    const renewed = await client.auth().universalAuth.renew();
    expect((await renewed.secrets().listSecrets(where)).secrets).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  test('refuses a wrong client secret and an unknown name', async () => {
    fresh();
    await expect(sdk('ics_wrong')).rejects.toThrow('401');
    const client = await sdk();
    await expect(client.secrets().getSecret({ ...where, secretName: 'NO' })).rejects.toThrow('404');
  });
});

test('convex lists the variables of a deployment', async () => {
  fresh();
  const url = `${wire.urls.convex}/api/v1/list_environment_variables`;
  const reply = await fetch(url, { headers: { Authorization: `Convex ${deployKey}` } });
  expect(await reply.json()).toEqual({ environmentVariables: { LINEAR_API_KEY: 'lin_api_first' } });
  expect((await fetch(url, { headers: { Authorization: `Bearer ${deployKey}` } })).status).toBe(401);
  expect(complaints).toEqual([
    'The credential has the wrong form: the header Authorization was expected to hold Convex and a credential.',
  ]);
});
