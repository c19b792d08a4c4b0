/**
 * Repositories to calibrate the inspection rules with: one that keeps all of them, and for each rule the same with one
 * thing done wrong. Made with real commits in a temporary folder.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InspectionOptions, inspectRepository } from '../../harness/inspect/inspect.ts';
import { judgeInspection } from '../../harness/judge-inspection.ts';
import type { IntegrationFacts } from '../../harness/model/integration-facts.ts';
import type { RunFacts } from '../../harness/model/run-facts.ts';
import { makeCanary } from '../../harness/secrets/canary.ts';
import { inspectionRules } from '../../scenarios/rules/inspection/index.ts';
import { type FixtureRepository, fixtureRepository } from './fixture-repository.ts';
import type { Seen } from './verdicts.ts';

const shape = { prefix: 'lin_api_', randomLength: 40, use: 'credential' } as const;

/** Opens nothing, and looks as if it did. */
export const looksReal = (seed: number): string => makeCanary(shape, seed);

const facts: IntegrationFacts = {
  service: 'linear',
  type: 'bidirectional',
  providers: [{ id: 'linear', idempotency: 'conflict' }],
  policy: { maxRetries: 3, baseDelayMs: 1_000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: {
    create_task: {
      stateChanging: true,
      idempotency: 'new',
      kind: 'other',
      batch: false,
      pii: [],
      expectedStatuses: [],
    },
  },
  secrets: [
    { name: 'LINEAR_API_KEY', of: 'linear.apiKey', use: 'credential' },
    { name: 'LINEAR_WEBHOOK_SECRET', of: 'linear.webhookSecret', use: 'webhook' },
  ],
  probes: [],
  webhook: {
    provider: 'linear',
    dialect: 'linear',
    secret: 'LINEAR_WEBHOOK_SECRET',
    events: ['issue.create'],
    signsTime: true,
    toleranceMs: 300_000,
    redeliveryWindowMs: 0,
  },
  secretCarriers: [],
};

const options: Omit<InspectionOptions, 'folder'> = {
  secrets: [
    { name: 'LINEAR_API_KEY', prefix: shape.prefix, randomLength: shape.randomLength },
    { name: 'LINEAR_WEBHOOK_SECRET', prefix: 'lin_wh_', randomLength: 40 },
  ],
  environments: { development: { file: '.env' }, production: { file: '.env.production.local' } },
  tests: {
    results: 'results/junit.xml',
    cases: {
      success: 'creates a task',
      failure: 'tells of a refusal',
      retryOnServerError: 'tries again after 503',
      retryOnRateLimit: 'tries again after 429',
      duplicate: 'takes the same delivery once',
      validSignature: 'webhook > takes a good signature',
      invalidSignature: 'webhook > refuses a bad signature',
    },
  },
};

/** What a run of it showed. */
const run: RunFacts = {
  envRead: ['LINEAR_API_KEY', 'LINEAR_TEAM_ID', 'NODE_ENV'],
  errorCodes: ['AUTH_FAILED', 'RATE_LIMITED'],
};

const readme = `# Linear

Creates tasks in Linear for our users, and hears of those that others create there.

## Configuration

Environment variables, all in [.env.example](.env.example).

## Rate limits

2,500 requests an hour for each key. Above it we wait for the reset.

## Errors

| code | when |
| --- | --- |
| \`AUTH_FAILED\` | the key was refused |
| \`RATE_LIMITED\` | the quota is used up |

## Runbook

- **\`AUTH_FAILED\` in the log**: the key was revoked. Make a new one and restart.
`;

const example = `# Integration: Linear
# Required for: tasks
# Get from: https://linear.app/settings/api
LINEAR_API_KEY=your_linear_api_key_here
LINEAR_WEBHOOK_SECRET=your_webhook_secret_here

# Required for: the team that tasks belong to
# Get from: the settings of the team
LINEAR_TEAM_ID=your_team_id_here
`;

const settings = `export const settings = {
  apiKey: process.env.LINEAR_API_KEY,
  teamId: process.env.LINEAR_TEAM_ID,
  development: process.env.NODE_ENV !== 'production',
};
`;

const verify = (comparison: string): string => `import { createHmac, timingSafeEqual } from 'node:crypto';

const sign = (body: Buffer, secret: string): string => createHmac('sha256', secret).update(body).digest('hex');

export function isGenuine(body: Buffer, signature: string, secret: string): boolean {
  const expected = sign(body, secret);
  return ${comparison};
}
`;
const inConstantTime = `signature.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected))`;

const junit = (failing?: string): string => {
  const names = [
    ...['creates a task', 'tells of a refusal', 'tries again after 503', 'tries again after 429'],
    ...['takes the same delivery once', 'webhook > takes a good signature', 'webhook > refuses a bad signature'],
  ];
  const rows = names.map((name) =>
    name === failing
      ? `<testcase classname="linear.test.ts" name="${name.replaceAll('>', '&gt;')}"><failure message="no"/></testcase>`
      : `<testcase classname="linear.test.ts" name="${name.replaceAll('>', '&gt;')}"/>`,
  );
  return `<?xml version="1.0"?>\n<testsuites><testsuite name="linear.test.ts">${rows.join('')}</testsuite></testsuites>\n`;
};

const secretsOf = (seed: number): string =>
  `LINEAR_API_KEY=${looksReal(seed)}\nLINEAR_WEBHOOK_SECRET=${looksReal(seed + 1)}\n`;

/** Keeps every rule, and gives every rule something to look at. */
const keeping = (repository: FixtureRepository): void => {
  repository.write('.gitignore', '.env\n.env.*.local\n');
  repository.commit('Ignore environment files');
  repository.write('.env.development', 'LOG_LEVEL=debug\n');
  repository.write('.env.example', example);
  repository.write('README.md', readme);
  repository.write('src/settings.ts', settings);
  repository.write('src/verify.ts', verify(inConstantTime));
  repository.commit('Call Linear');
  repository.write('.env', secretsOf(11));
  repository.write('.env.production.local', secretsOf(21));
  repository.write('results/junit.xml', junit());
};

interface Breaking {
  readonly rule: string;
  /** Rules that it cannot help breaking as well. */
  readonly also?: readonly string[];
  /** Instead of the keeping one, or after it. */
  readonly from?: 'nothing';
  change?(repository: FixtureRepository): void;
  readonly facts?: Partial<IntegrationFacts>;
}

const rewrite =
  (file: string, from: string, to: string, text: string) =>
  (repository: FixtureRepository): void =>
    repository.write(file, text.replace(from, to));

const failing = (rule: string, name: string): Breaking => ({
  rule,
  change: (repository) => repository.write('results/junit.xml', junit(name)),
});

const breaking: readonly Breaking[] = [
  {
    rule: 'env-file-ignored',
    change: (repository) => repository.git('add', '--force', '.env'),
    also: ['secret-not-in-code'],
  },
  {
    rule: 'env-file-ignored-first',
    from: 'nothing',
    change: (repository) => {
      repository.write('.env.development', 'LOG_LEVEL=debug\n');
      repository.commit('Begin');
      keeping(repository);
    },
  },
  { rule: 'env-example-complete', change: rewrite('.env.example', 'LINEAR_TEAM_ID=your_team_id_here\n', '', example) },
  {
    rule: 'env-example-placeholders-only',
    change: (repository) =>
      repository.write('.env.example', example.replace('your_linear_api_key_here', looksReal(31))),
    // It lies in the folder, but was not committed.
    also: ['secret-not-in-code'],
  },
  {
    rule: 'secret-not-in-history',
    change: (repository) => {
      repository.write('src/key.ts', `export const key = '${looksReal(41)}';\n`);
      repository.commit('Try it');
      repository.remove('src/key.ts');
      repository.commit('Remove the key');
      repository.write('results/junit.xml', junit());
    },
  },
  {
    rule: 'secret-not-in-code',
    change: (repository) => repository.write('notes.md', `The key of staging is ${looksReal(51)}.\n`),
  },
  {
    rule: 'environments-use-different-secrets',
    change: (repository) => repository.write('.env.production.local', secretsOf(11)),
  },
  { rule: 'integration-type-identified', facts: { type: 'input-only' } },
  {
    rule: 'rate-limits-documented',
    change: rewrite(
      'README.md',
      '2,500 requests an hour for each key. Above it we wait',
      'There are some. We wait',
      readme,
    ),
  },
  failing('tests-cover-success-and-failure', 'tells of a refusal'),
  failing('tests-cover-retries', 'tries again after 429'),
  failing('tests-cover-duplicates', 'takes the same delivery once'),
  failing('tests-cover-signatures', 'webhook > refuses a bad signature'),
  {
    rule: 'readme-explains-integration',
    change: rewrite(
      'README.md',
      'Environment variables, all in [.env.example](.env.example).',
      'Ask the team.',
      readme,
    ),
  },
  {
    rule: 'error-codes-documented',
    change: rewrite('README.md', '| `RATE_LIMITED` | the quota is used up |\n', '', readme),
  },
  {
    rule: 'runbook-resolves-issues',
    change: rewrite('README.md', readme.slice(readme.indexOf('- **')), 'To be written.\n', readme),
  },
  {
    rule: 'digest-not-compared-with-equals',
    change: (repository) => {
      repository.write('src/verify.ts', verify('expected === signature'));
      repository.write('results/junit.xml', junit());
    },
  },
  { rule: 'env-example-form', change: rewrite('.env.example', '# Required for: tasks\n', '', example) },
];

const verdictsOf = async (build: (repository: FixtureRepository) => void, changed?: Partial<IntegrationFacts>) => {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-fixture-'));
  try {
    build(fixtureRepository(folder));
    const inspection = await inspectRepository({ ...options, folder });
    const verdicts = judgeInspection(inspection, inspectionRules, { ...facts, ...changed }, run);
    return Object.fromEntries(verdicts.map(({ rule, verdict }) => [rule, verdict.verdict] as const));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export interface FixtureResult {
  readonly rule: string;
  /** What the rule said of the repository that keeps it, and of the one that breaks it. */
  readonly keeping: Seen;
  readonly breaking: Seen;
  /** Broken by the breaking one without being declared, or declared without being broken. */
  readonly surprises: readonly string[];
}

/** One result for each inspection rule. A rule without a breaking repository is told as not put to the test. */
export const tryInspectionFixtures = async (): Promise<readonly FixtureResult[]> => {
  const kept = await verdictsOf(keeping);
  const results: FixtureResult[] = [];
  for (const { id } of inspectionRules) {
    const fixture = breaking.find(({ rule }) => rule === id);
    const seen: { readonly [rule: string]: Seen } =
      fixture === undefined
        ? {}
        : await verdictsOf((repository) => {
            if (fixture.from !== 'nothing') keeping(repository);
            fixture.change?.(repository);
          }, fixture.facts);
    const declared = [id, ...(fixture?.also ?? [])];
    results.push({
      rule: id,
      keeping: kept[id] ?? 'not-verified',
      breaking: seen[id] ?? 'not-verified',
      surprises: inspectionRules
        .map(({ id: rule }) => rule)
        .filter((rule) => (seen[rule] === 'fail') !== declared.includes(rule)),
    });
  }
  return results;
};

/** As it should be: kept, caught, and nothing else blamed. */
export const isExactFixture = ({ keeping: kept, breaking: broke, surprises }: FixtureResult): boolean =>
  kept === 'pass' && broke === 'fail' && surprises.length === 0;
