/** What a contract is made of, as zod checks it. A module and data differ in what cannot be data: see `Parts`. */
import { z } from 'zod';
import { quoted } from './contract-problems.ts';
import { environmentsShape, testsShape } from './inspect/contract-shape.ts';
import { serviceName } from './model/integration-facts.ts';
import { httpOperationShape, serviceSubjectShape } from './subjects/contract-shape.ts';

/** What a module makes with code, and data has to say in another way. */
interface Parts<Provider extends z.ZodType, Input extends z.ZodType, Dialect extends z.ZodType> {
  readonly provider: Provider;
  readonly input: Input;
  readonly dialect: Dialect;
}

const wholeMs = z.number().int('must be a whole number of milliseconds').positive('must be more than 0 ms');
const oneOf = <const T extends readonly string[]>(...values: T) =>
  z.enum(values, {
    error: (issue) => `must be ${values.map((value) => `'${value}'`).join(' or ')}, not ${JSON.stringify(issue.input)}`,
  });

const policy = z
  .strictObject({
    maxRetries: z
      .number()
      .int('must be a whole number')
      .min(0, 'must not be negative')
      .describe('After the first try.'),
    baseDelayMs: wholeMs,
    maxDelayMs: wholeMs,
    attemptTimeoutMs: wholeMs,
    deadlineMs: wholeMs
      .describe('After how long a whole call is given up, whatever retries are left. Without it: never.')
      .optional(),
  })
  .refine(({ baseDelayMs, maxDelayMs }) => maxDelayMs >= baseDelayMs, {
    path: ['maxDelayMs'],
    error: 'must not be less than baseDelayMs',
  })
  .refine(({ attemptTimeoutMs, deadlineMs }) => deadlineMs === undefined || deadlineMs >= attemptTimeoutMs, {
    path: ['deadlineMs'],
    error: 'must not be less than attemptTimeoutMs',
  });

export const contractShape = <P extends z.ZodType, I extends z.ZodType, D extends z.ZodType>({
  provider,
  input,
  dialect,
}: Parts<P, I, D>) => {
  const operation = z.strictObject({
    stateChanging: z.boolean(),
    idempotency: oneOf('new', 'content', 'none').describe(
      'How its idempotency key is made: anew for each call, from the content, or not at all.',
    ),
    kind: oneOf('llm', 'other').describe('What its delays are capped at: 30 s for a language model, 60 s for others.'),
    batch: z.boolean().optional(),
    input,
    pii: z.array(z.string()).optional().describe('Fields of the input that are personal and must not be logged.'),
    expectedStatuses: z
      .array(z.number().int().min(100).max(599))
      .optional()
      .describe('Statuses that are an ordinary answer of the provider, not a failure.'),
    http: httpOperationShape.optional().describe('How it is called, where the integration is a service.'),
  });
  const webhook = z.strictObject({
    provider: z.string().describe('The id of the provider that sends them.'),
    path: z.string().startsWith('/', 'must be a path, such as /webhooks/linear'),
    dialect: dialect.optional().describe("How deliveries are signed. The provider's own way when absent."),
    events: z
      .array(z.string())
      .min(1, 'must list at least one event')
      .describe('The events that lead to exactly one effect each.'),
    toleranceMs: wholeMs.optional().describe('How old a delivery may be. Five minutes when absent.'),
    pii: z.array(z.string()).optional().describe('Paths in the delivered body that are personal: data.email'),
  });
  return z.strictObject({
    // It names a folder of the run.
    service: z.string().regex(serviceName, 'must be letters, digits, ".", "_" or "-"'),
    type: oneOf('output-only', 'bidirectional', 'input-only'),
    providers: z
      .array(provider)
      .min(1, 'must list at least one provider')
      .describe('The third-party APIs it talks to.'),
    secrets: z
      .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is no name of an environment variable'), z.string())
      .describe('Environment variable to <provider>.<secret>. Each gets a made-up value of the real shape.'),
    policy: policy.describe('What the integration declares of its retries.'),
    productionPolicy: policy
      .optional()
      .describe('The policy outside of tests, where `policy` holds delays that were scaled down for them.'),
    operations: z.record(z.string(), operation),
    secretCarriers: z
      .array(z.strictObject({ provider: z.string(), operation: z.string() }))
      .optional()
      .describe('Operations of providers that must carry a secret in their body.'),
    secretManager: z
      .strictObject({ provider: z.string(), serves: z.array(z.string()).min(1, 'must list at least one secret') })
      .optional()
      .describe('The simulated secret manager, and which secrets it serves instead of the environment.'),
    dependencies: z
      .array(
        z
          .string()
          .regex(/^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):\d{1,5}$/, "must be host and port, such as 'localhost:5432'"),
      )
      .optional()
      .describe('Real services beside the providers that it may reach, such as its database.'),
    webhook: webhook.optional().describe('How the integration is told of events.'),
    logs: z.array(oneOf('stdout', 'stderr')).optional(),
    repository: z.string().optional().describe('What inspection reads, relative to this file.'),
    tests: testsShape.describe('Results of its own tests, and which of them show what the standard asks.'),
    environments: environmentsShape.describe("Where development's and production's variables can be read."),
    subject: serviceSubjectShape.optional().describe('The integration as a service of its own, in any language.'),
  });
};

const kinds: { readonly [expected: string]: string } = {
  record: 'an object',
  object: 'an object',
  array: 'a list',
  int: 'a whole number',
};

export const sayWrongType: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'unrecognized_keys') return `has ${quoted(issue.keys)}, which means nothing here`;
  if (issue.code !== 'invalid_type') return undefined;
  const wanted = kinds[issue.expected] ?? `a ${issue.expected}`;
  return issue.input === undefined
    ? `is missing: give ${wanted}`
    : `must be ${wanted}, not ${issue.input === null ? 'null' : typeof issue.input}`;
};
