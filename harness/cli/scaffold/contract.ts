/** The text of a first contract, to be filled in: it loads as it is, and starts once it names the team's own code. */

export interface ContractScaffold {
  readonly service: string;
  readonly provider: 'linear' | 'rest';
  /** Where the API is: `https://api.example.com`. Used by `rest` only. */
  readonly origin: string;
  /** The module of the integration, relative to the contract. */
  readonly module: string;
}

/** `my-shop` becomes `MY_SHOP`. */
const upper = (service: string): string => service.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();

const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const providerOf = ({ provider, service, origin }: ContractScaffold): string =>
  provider === 'linear'
    ? 'linear()'
    : `rest({ id: ${text(service)}, origin: ${text(origin)}, collections: ['items'] })`;

export const contractScaffold = (scaffold: ContractScaffold): string => {
  const { service, provider, module } = scaffold;
  const id = provider === 'linear' ? 'linear' : service;
  return `/** Declares the integration to Gauntlet: \`npx gauntlet doctor ${service}.contract.ts\`, then \`npx gauntlet run\`. */
import { defineIntegration, fc } from '@compass/gauntlet';
import { ${provider} } from '@compass/gauntlet/providers';

export default defineIntegration({
  service: ${text(service)},
  // output-only: we call them; input-only: they call us; bidirectional: both.
  type: 'output-only',
  providers: [${providerOf(scaffold)}],
  // The environment variables that carry secrets. Each gets a made-up value of the real shape.
  secrets: { ${upper(service)}_API_KEY: ${text(`${id}.apiKey`)} },
  policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: {
    create_item: {
      stateChanging: true,
      // new: every call is a new operation; content: equal input from the same user is the same one; none.
      idempotency: 'new',
      kind: 'other',
      input: fc.record({ title: fc.string({ minLength: 3, maxLength: 40 }) }),
      pii: [],
    },
  },
  repository: '.',
  start: async () => {
    // Imported here and not above: only the integration's own process needs it.
    const { createItem } = await import(${text(module)});
    // Return what else can be seen: deadLetters, notifications, alerts.
    return { perform: (_operation, input, context) => createItem(input, context) };
  },
});
`;
};
