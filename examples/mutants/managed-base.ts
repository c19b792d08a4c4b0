/** The small integration with its key at Doppler: it reads it when it starts, and again when the key is refused. */
import type { Integration } from '@compass/gauntlet';
import { doppler, rest } from '@compass/gauntlet/providers';
import { mutant, sendings } from './base.ts';
import { type Behaviour, compliantWith, type Secrets } from './behaviour.ts';
import { start } from './loop.ts';
import { policy } from './policy.ts';

/** Undefined when Doppler does not tell. */
async function readKey(): Promise<string | undefined> {
  const { DOPPLER_URL = '', DOPPLER_TOKEN = '' } = process.env;
  try {
    const reply = await fetch(`${DOPPLER_URL}/v3/configs/config/secrets/download?format=json`, {
      headers: { authorization: `Bearer ${DOPPLER_TOKEN}` },
      signal: AbortSignal.timeout(policy.attemptTimeoutMs),
    });
    const secrets: unknown = reply.ok ? await reply.json() : undefined;
    if (typeof secrets !== 'object' || secrets === null || !('ITEMS_API_KEY' in secrets)) return undefined;
    return typeof secrets.ITEMS_API_KEY === 'string' ? secrets.ITEMS_API_KEY : undefined;
  } catch {
    return undefined;
  }
}

/** One more attempt is worth it with another key only: so it never loops. */
export async function renewKey(secrets: Secrets): Promise<boolean> {
  const key = await readKey();
  if (key === undefined || key === secrets.apiKey) return false;
  secrets.apiKey = key;
  return true;
}

export function managedMutant(changes: Partial<Behaviour>): Integration {
  const does: Behaviour = { ...compliantWith(policy), renews: renewKey, ...changes };
  return mutant(does, {
    providers: [rest({ id: 'items', origin: 'https://api.items.example', collections: ['items'] }), doppler()],
    secrets: {
      DOPPLER_TOKEN: 'doppler.serviceToken',
      ITEMS_API_KEY: 'items.apiKey',
      ITEMS_CLIENT_SECRET: 'items.clientSecret',
    },
    secretManager: { provider: 'doppler', serves: ['ITEMS_API_KEY'] },
    env: (world) => ({ ITEMS_URL: world.url('items'), DOPPLER_URL: world.url('doppler') }),
    start: async () => {
      const { ITEMS_CLIENT_SECRET: clientSecret = '', ITEMS_URL: url = '' } = process.env;
      const apiKey = await readKey();
      if (apiKey === undefined) throw new Error('Doppler does not tell ITEMS_API_KEY: check DOPPLER_TOKEN');
      return start(does, url, { apiKey, clientSecret }, (call) => sendings(call, clientSecret));
    },
  });
}
