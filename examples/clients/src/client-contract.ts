/** What the contracts of clients have in common: one call that reads, one that writes, and what the client throws, logged. */
import { defineIntegration, fc, type Integration, type OperationResult, type OperationSpec } from '@compass/gauntlet';
import type { Provider } from '@compass/gauntlet/providers';
import { asJson, asText } from './caught.ts';

export interface Client {
  /** Settles as the client does by itself. */
  read(): Promise<unknown>;
  write(title: string): Promise<unknown>;
}

export interface Settings {
  /** The base URL of its provider; a client that knows its own address needs none. */
  readonly url: string;
  readonly secret: string;
}

export interface ClientSpec {
  readonly client: string;
  readonly provider: Provider;
  /** As the client's documentation gives its defaults. */
  readonly policy: Integration['policy'];
  /** `new` where the client sends an idempotency key by itself. */
  readonly idempotency: OperationSpec['idempotency'];
  readonly kind?: OperationSpec['kind'];
  /** Made anew for each case, with its defaults. */
  readonly make: (settings: Settings) => Client | Promise<Client>;
}

async function outcomeOf(call: Promise<unknown>): Promise<OperationResult> {
  try {
    await call;
    return { ok: true };
  } catch (error) {
    console.error(asText(error));
    console.error(asJson(error));
    throw error;
  }
}

const secretVariable = 'CLIENT_SECRET';
const title = fc
  .string({ minLength: 6, maxLength: 30, unit: 'grapheme-ascii' })
  .filter((text) => text.trim().length >= 6);

export function clientContract({
  client,
  provider,
  policy,
  idempotency,
  kind = 'other',
  make,
}: ClientSpec): Integration {
  const [secret] = Object.entries(provider.secrets).find(([, { use }]) => use === 'credential') ?? [];
  return defineIntegration({
    service: client,
    type: 'output-only',
    providers: [provider],
    secrets: { [secretVariable]: `${provider.id}.${secret}` },
    policy,
    operations: {
      read: { stateChanging: false, idempotency: 'none', kind, input: fc.constant({}) },
      write: { stateChanging: true, idempotency, kind, input: fc.record({ title }) },
    },
    start: async (world) => {
      const made = await make({ url: world.url(provider.id), secret: process.env[secretVariable] ?? '' });
      return {
        perform: (operation, input) => {
          const { title = '' } = input as { readonly title?: string };
          return outcomeOf(operation === 'read' ? made.read() : made.write(title));
        },
      };
    },
  });
}
