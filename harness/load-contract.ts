/**
 * Loads a contract file and checks all that it declares before anything is started. Everything that is wrong is told
 * at once, in words that say what to do next.
 */
import { existsSync, statSync } from 'node:fs';
import { extname, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { toldError } from './clock/told.ts';
import { guardedImport, ImportBrokenOff } from './guarded-import.ts';
import { inputProblems } from './input-problems.ts';
import { environmentsShape, testsShape } from './inspect/contract-shape.ts';
import type { IntegrationFacts, WebhookFacts } from './model/integration-facts.ts';
import { ContractError } from './ports/errors.ts';
import type { Integration } from './ports/integration.ts';
import type { Provider, SecretShape } from './ports/provider.ts';
import type { WebhookDialect } from './ports/webhook.ts';
import { registerContractLoader } from './subjects/contract-loader.ts';
import { httpOperationShape, serviceSubjectShape, subjectProblems } from './subjects/contract-shape.ts';

export interface LoadedContract {
  /** Absolute. */
  readonly path: string;
  readonly integration: Integration;
  /** `probes` is empty until the integration was started. */
  readonly facts: IntegrationFacts;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';
const hasFunction = (value: unknown, name: string): boolean =>
  typeof value === 'object' && value !== null && name in value && isFunction(Reflect.get(value, name));

const wholeMs = z.number().int('must be a whole number of milliseconds').positive('must be more than 0 ms');
const oneOf = <const T extends readonly string[]>(...values: T) =>
  z.enum(values, {
    error: (issue) => `must be ${values.map((value) => `'${value}'`).join(' or ')}, not ${JSON.stringify(issue.input)}`,
  });

const operation = z.strictObject({
  stateChanging: z.boolean(),
  idempotency: oneOf('new', 'content', 'none'),
  kind: oneOf('llm', 'other'),
  batch: z.boolean().optional(),
  input: z.custom((value) => hasFunction(value, 'generate'), {
    error: 'must be a fast-check arbitrary, such as fc.record({ title: fc.string() })',
  }),
  pii: z.array(z.string()).optional(),
  expectedStatuses: z.array(z.number().int().min(100).max(599)).optional(),
  http: httpOperationShape.optional(),
});

const provider = z.custom<Provider>(
  (value) => hasFunction(value, 'open') && typeof Reflect.get(Object(value), 'id') === 'string',
  { error: "must be a provider, such as linear() from '@compass/gauntlet/providers'" },
);

const policy = z
  .strictObject({
    maxRetries: z.number().int('must be a whole number').min(0, 'must not be negative'),
    baseDelayMs: wholeMs,
    maxDelayMs: wholeMs,
    attemptTimeoutMs: wholeMs,
  })
  .refine(({ baseDelayMs, maxDelayMs }) => maxDelayMs >= baseDelayMs, {
    path: ['maxDelayMs'],
    error: 'must not be less than baseDelayMs',
  });

const shape = z.strictObject({
  // It names a folder of the run.
  service: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, 'must be letters, digits, ".", "_" or "-"'),
  type: oneOf('output-only', 'bidirectional', 'input-only'),
  providers: z.array(provider).min(1, 'must list at least one provider'),
  secrets: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is no name of an environment variable'), z.string()),
  env: z.custom(isFunction, { error: 'must be a function (world) => ({ NAME: value })' }).optional(),
  policy,
  productionPolicy: policy.optional(),
  operations: z.record(z.string(), operation),
  secretCarriers: z.array(z.strictObject({ provider: z.string(), operation: z.string() })).optional(),
  webhook: z
    .strictObject({
      provider: z.string(),
      path: z.string().startsWith('/', 'must be a path, such as /webhooks/linear'),
      dialect: z.custom((value) => hasFunction(value, 'headers'), { error: 'must be a webhook dialect' }).optional(),
      events: z.array(z.string()).min(1, 'must list at least one event'),
      toleranceMs: wholeMs.optional(),
      pii: z.array(z.string()).optional(),
    })
    .optional(),
  logs: z.array(oneOf('stdout', 'stderr')).optional(),
  repository: z.string().optional(),
  tests: testsShape,
  environments: environmentsShape,
  start: z.custom(isFunction, { error: 'must be a function (world) => ({ perform, ... })' }).optional(),
  subject: serviceSubjectShape.optional(),
});

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

const kinds: { readonly [expected: string]: string } = {
  record: 'an object',
  object: 'an object',
  array: 'a list',
  int: 'a whole number',
};

const sayWrongType: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'unrecognized_keys') return `has ${quoted(issue.keys)}, which means nothing here`;
  if (issue.code !== 'invalid_type') return undefined;
  const wanted = kinds[issue.expected] ?? `a ${issue.expected}`;
  return issue.input === undefined
    ? `is missing: give ${wanted}`
    : `must be ${wanted}, not ${issue.input === null ? 'null' : typeof issue.input}`;
};

type Issue = z.core.$ZodIssue;

const shapeIssues = (value: unknown): readonly Issue[] =>
  shape.safeParse(value, { error: sayWrongType }).error?.issues ?? [];

const tellIssue = ({ path, message }: Issue): string => {
  const where = path.map(String).join('.');
  return where === '' ? `the contract ${message}` : `${where}: ${message}`;
};

/** STD-17-01 §3.6.3. */
const fiveMinutesMs = 300_000;

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

/** What the parts say of each other, once each has its shape. */
const crossProblems = (integration: Integration): readonly string[] => {
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
    ...webhookProblems(integration),
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

const webhookVariable = (integration: Integration, dialect: WebhookDialect): string | undefined =>
  Object.entries(integration.secrets).find(
    ([, of]) => of === `${integration.webhook?.provider}.${dialect.secret}`,
  )?.[0];

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

const refuse = (file: string, problems: readonly string[]): never => {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  throw new ContractError(
    [`${file} cannot be used, it has ${count}:`, ...problems.map((problem) => `  - ${problem}`)].join('\n'),
  );
};

/** The parts that `crossProblems` reads have their shape, so that it can speak although other parts are wrong. */
const canCross = (issues: readonly Issue[]): boolean =>
  !issues.some(
    ({ path: [part] }) => part === undefined || part === 'providers' || part === 'secrets' || part === 'secretCarriers',
  );

const checked = (file: string, exported: unknown): Integration => {
  const issues = shapeIssues(exported);
  // Functions and providers are checked by what they can do, which the type cannot follow.
  const integration = exported as Integration;
  const problems = [
    ...issues.map(tellIssue),
    ...(canCross(issues) ? [...crossProblems(integration), ...inputProblems(integration)] : []),
  ];
  return problems.length === 0 ? integration : refuse(file, problems);
};

const factsOf = (integration: Integration): IntegrationFacts => ({
  service: integration.service,
  type: integration.type,
  providers: integration.providers.map(({ id, dialect }) => ({
    id,
    idempotency: dialect.idempotency,
    ...(dialect.streams === undefined ? {} : { streams: true }),
  })),
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
    return secret === undefined ? [] : [{ name, of, use: secret.use }];
  }),
  probes: [],
  secretCarriers: integration.secretCarriers ?? [],
  ...webhookFacts(integration),
});

/** Where and why; without the heading of the compiler and the stack of requires. */
const reasonOf = (error: unknown): string =>
  toldError(error)
    .message.replace(/^Transform failed with \d+ errors?:\n/, '')
    .replace(/\nRequire stack:[\s\S]*$/, '')
    .trim();
const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const isUnparsable = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'SyntaxError' || error.name === 'TransformError');

const loadProblem = (file: string, error: unknown): ContractError => {
  const cause = { cause: error };
  if (isUnparsable(error)) {
    return new ContractError(`${file} does not parse: ${reasonOf(error)}\nCorrect the syntax there.`, cause);
  }
  if (codeOf(error) === 'ERR_MODULE_NOT_FOUND' || codeOf(error) === 'MODULE_NOT_FOUND') {
    return new ContractError(
      `${file} imports something that is not there: ${reasonOf(error)}\nInstall it or correct the path. SDKs and the integration itself are best imported inside start(), with await import(...).`,
      cause,
    );
  }
  if (error instanceof ImportBrokenOff) {
    return new ContractError(
      `${file} ${error.message}.\nA contract is loaded for its data before anything is started: move what the integration does into start().`,
      cause,
    );
  }
  return new ContractError(
    `${file} threw while it was loaded: ${reasonOf(error)}\nA contract is loaded for its data before anything is started: move what needs the environment, and imports of SDKs, into start().`,
    cause,
  );
};

const moduleExtensions = /^\.[cm]?[jt]sx?$/;

/** What was exported may be anything, also something that throws when it is looked at. */
const checkedSafely = (file: string, exported: unknown): Integration => {
  try {
    return checked(file, exported);
  } catch (error) {
    if (error instanceof ContractError) throw error;
    throw new ContractError(
      `${file} cannot be read: ${reasonOf(error)}\nExport a plain object: export default defineIntegration({ service: '...', ... });`,
      { cause: error },
    );
  }
};

const importDefault = async (path: string, file: string): Promise<unknown> => {
  registerContractLoader();
  let loaded: unknown;
  try {
    loaded = await guardedImport(pathToFileURL(path).href);
  } catch (error) {
    throw loadProblem(file, error);
  }
  const exported: unknown = Reflect.get(Object(loaded), 'default');
  // In a package that is CommonJS, the exports of the file come one level down.
  const isCommonJs = typeof exported === 'object' && exported !== null && '__esModule' in exported;
  return isCommonJs ? Reflect.get(exported, 'default') : exported;
};

/**
 * Rejects with `ContractError`: the file is missing, does not parse, throws, exports no integration, or declares
 * something that cannot be. Starts and writes nothing.
 */
export const loadContract = async (given: string): Promise<LoadedContract> => {
  const path = resolve(given);
  const short = relative(process.cwd(), path);
  const file = short.startsWith('..') ? path : short;
  if (!existsSync(path)) {
    throw new ContractError(`${file} does not exist. Give the path of a contract file, such as linear.contract.ts.`);
  }
  if (!statSync(path).isFile()) {
    throw new ContractError(`${file} is a folder. Give the path of the contract file in it.`);
  }
  if (!moduleExtensions.test(extname(path))) {
    throw new ContractError(
      `${file} is no TypeScript or JavaScript file. A contract is a module, such as linear.contract.ts, that ends with: export default defineIntegration({ service: '...', ... });`,
    );
  }
  const exported = await importDefault(path, file);
  if (exported === undefined) {
    throw new ContractError(
      `${file} has no default export. End it with: export default defineIntegration({ service: '...', ... });`,
    );
  }
  const integration = checkedSafely(file, exported);
  return { path, integration, facts: factsOf(integration) };
};
