/** What the parts of a contract say of each other, once each has its shape. Each problem begins with the place it is about. */
import type { Integration } from './ports/integration.ts';
import type { Provider, SecretShape } from './ports/provider.ts';
import type { WebhookDialect } from './ports/webhook.ts';
import { subjectProblems } from './subjects/contract-shape.ts';

export const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

const secretsOf = (integration: Integration): readonly string[] =>
  integration.providers.flatMap(({ id, secrets }) => Object.keys(secrets).map((secret) => `${id}.${secret}`));

export const secretShape = (integration: Integration, of: string): SecretShape | undefined => {
  const owner = integration.providers.find(({ id }) => of.startsWith(`${id}.`));
  return owner?.secrets[of.slice(owner.id.length + 1)];
};

const secretProblem = (integration: Integration, variable: string, of: string): readonly string[] => {
  if (secretShape(integration, of) !== undefined) return [];
  const ids = integration.providers.map(({ id }) => id);
  const known = ids.some((id) => of.startsWith(`${id}.`));
  return [
    known
      ? `secrets.${variable}: '${of}' is no secret of that provider. It has ${quoted(secretsOf(integration))}.`
      : `secrets.${variable}: '${of}' names a provider that the contract does not list. Listed: ${quoted(ids)}; write '<provider>.<secret>', one of ${quoted(secretsOf(integration))}.`,
  ];
};

const isCredential = ({ use }: SecretShape): boolean => use !== 'webhook';

/** Without a credential in its environment the integration could never call the provider, and nothing would be seen. */
const credentialProblem = (integration: Integration, { id, secrets }: Provider): readonly string[] => {
  const credentials = Object.entries(secrets).filter(([, secret]) => isCredential(secret));
  const names = credentials.map(([name]) => `${id}.${name}`);
  const declared = Object.values(integration.secrets);
  return credentials.length === 0 || names.some((name) => declared.includes(name))
    ? []
    : [
        `secrets: no credential of ${id} is declared. Add the variable that your code reads, such as ${id.replace(/\W/g, '_').toUpperCase()}_API_KEY: '${names[0]}'.`,
      ];
};

const duplicates = (values: readonly string[]): readonly string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

export const crossProblems = (integration: Integration): readonly string[] => {
  const ids = integration.providers.map(({ id }) => id);
  return [
    ...(Object.keys(integration.operations).length === 0 && integration.type !== 'input-only'
      ? ['operations: must declare at least one operation']
      : []),
    ...duplicates(ids).map((id) => `providers: ${id} is listed twice. Give one of them another id.`),
    ...Object.entries(integration.secrets).flatMap(([variable, of]) => secretProblem(integration, variable, of)),
    ...duplicates(Object.values(integration.secrets)).map(
      (of) => `secrets: '${of}' stands in two variables. Keep one.`,
    ),
    ...integration.providers.flatMap((each) => credentialProblem(integration, each)),
    ...secretManagerProblems(integration),
    ...webhookProblems(integration),
    ...dependencyProblems(integration),
    ...subjectProblems(integration),
    ...(integration.secretCarriers ?? [])
      .filter((carrier) => !ids.includes(carrier.provider))
      .map(
        (carrier) => `secretCarriers: '${carrier.provider}' is no provider of this contract. Listed: ${quoted(ids)}.`,
      ),
  ];
};

/** The dialect in which the integration is told of events: the contract's own, or its provider's. */
export const webhookDialect = ({ webhook, providers }: Integration): WebhookDialect | undefined =>
  webhook?.dialect ?? providers.find(({ id }) => id === webhook?.provider)?.webhooks;

export const webhookVariable = (integration: Integration, dialect: WebhookDialect): string | undefined =>
  Object.entries(integration.secrets).find(
    ([, of]) => of === `${integration.webhook?.provider}.${dialect.secret}`,
  )?.[0];

const secretManagerProblems = ({ secretManager, providers, secrets }: Integration): readonly string[] => {
  if (secretManager === undefined) return [];
  const manager = providers.find(({ id }) => id === secretManager.provider);
  const managers = providers.filter(({ servesSecrets }) => servesSecrets).map(({ id }) => id);
  if (manager?.servesSecrets !== true)
    return [
      `secretManager.provider: '${secretManager.provider}' is no secret manager of this contract. ${managers.length === 0 ? 'List one in providers, such as doppler()' : `Listed: ${quoted(managers)}`}.`,
    ];
  return secretManager.serves.flatMap((name) => {
    const of = secrets[name];
    if (of === undefined) return [`secretManager.serves: '${name}' is none of secrets. Declare it there as well.`];
    return of.startsWith(`${manager.id}.`)
      ? [`secretManager.serves: '${name}' opens the secret manager itself. It has to stand in the environment.`]
      : [];
  });
};

const dependencyProblems = ({ dependencies = [], providers, subject }: Integration): readonly string[] => {
  const simulated = providers.flatMap(({ id, origins }) =>
    origins.map((origin) => {
      const { hostname, port, protocol } = new URL(origin);
      return [`${hostname}:${port || (protocol === 'http:' ? 80 : 443)}`, id] as const;
    }),
  );
  return [
    ...(subject?.kind === 'url' && dependencies.length > 0
      ? ['dependencies: a service that runs already is not held back from anything. Remove them.']
      : []),
    ...duplicates(dependencies).map((each) => `dependencies: '${each}' is listed twice. Keep one.`),
    ...dependencies.flatMap((each) =>
      simulated
        .filter(([address]) => address === each.toLowerCase())
        .map(([, id]) => `dependencies: '${each}' is where ${id} stands, which is simulated. Remove one of them.`),
    ),
  ];
};

const webhookProblems = (integration: Integration): readonly string[] => {
  const { webhook, providers, type } = integration;
  if (webhook === undefined)
    return type !== 'bidirectional' && type !== 'input-only'
      ? []
      : [`webhook: an integration that is ${type} receives webhooks. Add webhook: { provider, path, events }.`];
  const provider = providers.find(({ id }) => id === webhook.provider);
  if (provider === undefined)
    return [
      `webhook.provider: '${webhook.provider}' is no provider of this contract. Listed: ${quoted(providers.map(({ id }) => id))}.`,
    ];
  const dialect = webhookDialect(integration);
  if (dialect === undefined)
    return [
      `webhook.dialect: ${provider.id} sends no webhooks of its own. Give a dialect, such as hmacWebhooks({ ... }).`,
    ];
  if (provider.secrets[dialect.secret] === undefined)
    return [`webhook.dialect: it signs with the secret '${dialect.secret}', which ${provider.id} does not have.`];
  const events = dialect.events.map(({ event }) => event);
  const strange = webhook.events.filter((event) => !events.includes(event));
  return [
    ...(webhookVariable(integration, dialect) === undefined
      ? [
          `secrets: the signing secret is not declared. Add the variable that your endpoint reads: '${provider.id}.${dialect.secret}'.`,
        ]
      : []),
    ...(strange.length === 0
      ? []
      : [`webhook.events: ${dialect.id} sends no ${quoted(strange)}. It sends ${quoted(events)}.`]),
  ];
};
