/** What of a contract is stored with a run, and all that rules see of it. */
import { secretShape, webhookDialect, webhookVariable } from './contract-problems.ts';
import type { IntegrationFacts, ProviderFacts, WebhookFacts } from './model/integration-facts.ts';
import type { Integration } from './ports/integration.ts';
import { placesIn } from './subjects/template.ts';

/** STD-17-01 §3.6.3. */
const fiveMinutesMs = 300_000;

const webhookFacts = (integration: Integration): { readonly webhook?: WebhookFacts } => {
  const { webhook } = integration;
  const dialect = webhookDialect(integration);
  if (webhook === undefined || dialect === undefined) return {};
  return {
    webhook: {
      provider: webhook.provider,
      dialect: dialect.id,
      secret: webhookVariable(integration, dialect) ?? '',
      events: webhook.events,
      signsTime: dialect.timestamp !== 'none',
      toleranceMs: webhook.toleranceMs ?? fiveMinutesMs,
      redeliveryWindowMs: dialect.redelivery.delaysMs.reduce((sum, ms) => sum + ms, 0),
      answerTimeoutMs: dialect.redelivery.timeoutMs,
      pii: webhook.pii ?? [],
    },
  };
};

/** Providers of which the contract asks where their simulation stands. What `start` asks is not known before it runs. */
const askedFor = ({ env, subject }: Integration): ReadonlySet<string> => {
  if (subject?.kind === 'url') return new Set(Object.keys(subject.providerPorts));
  const templates = subject === undefined ? [] : [...(subject.command ?? []), ...Object.values(subject.env ?? {})];
  const asked = new Set(templates.flatMap(placesIn).map((place) => place.replace(/^url:/, '')));
  const world = {
    url: (provider: string) => {
      asked.add(provider);
      return 'http://127.0.0.1';
    },
    get stateDir(): string {
      throw new Error('there is no state yet');
    },
  };
  try {
    env?.(world);
  } catch {
    // Asked again when there is a world, and whatever is wrong is told then.
  }
  return asked;
};

const providerFacts = (integration: Integration): readonly ProviderFacts[] => {
  const plain = askedFor(integration);
  return integration.providers.map(({ id, dialect, servesSecrets }) => ({
    id,
    idempotency: dialect.idempotency,
    ...(dialect.streams === undefined ? {} : { streams: true }),
    ...(dialect.spent === undefined ? {} : { tellsSpent: true }),
    ...(servesSecrets ? { servesSecrets } : {}),
    ...(plain.has(id) ? { plainHttp: true } : {}),
  }));
};

/** `probes` is empty until the integration was started. */
export const factsOf = (integration: Integration): IntegrationFacts => ({
  service: integration.service,
  type: integration.type,
  providers: providerFacts(integration),
  policy: integration.policy,
  ...(integration.productionPolicy === undefined ? {} : { productionPolicy: integration.productionPolicy }),
  operations: Object.fromEntries(
    Object.entries(integration.operations).map(([name, spec]) => [
      name,
      {
        stateChanging: spec.stateChanging,
        idempotency: spec.idempotency,
        kind: spec.kind,
        batch: spec.batch ?? false,
        pii: spec.pii ?? [],
        expectedStatuses: spec.expectedStatuses ?? [],
      },
    ]),
  ),
  secrets: Object.entries(integration.secrets).flatMap(([name, of]) => {
    const secret = secretShape(integration, of);
    const managed = integration.secretManager?.serves.includes(name) ? { managed: true as const } : {};
    return secret === undefined ? [] : [{ name, of, use: secret.use, ...managed }];
  }),
  probes: [],
  secretCarriers: integration.secretCarriers ?? [],
  ...webhookFacts(integration),
});
