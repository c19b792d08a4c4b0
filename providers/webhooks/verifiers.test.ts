/** Every dialect against its provider's official verifier, on a real socket, with every delivery fault. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deliveryFaults } from '../../harness/deliveries/faults/index.ts';
import { signatureOf, signed } from '../../harness/deliveries/sign.ts';
import type {
  Delivery,
  DeliveryFault,
  DeliveryStep,
  Expectation,
  WebhookDialect,
} from '../../harness/ports/webhook.ts';
import { deliveriesOf, testContext, testStart } from './test-deliveries.ts';
import { listen, type OfficialEndpoint, officialEndpoints, type Post } from './test-endpoints.ts';

// The verifiers read the machine's clock; sockets and timers stay real.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: testStart });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Answered {
  readonly fault: string;
  readonly what: string;
  readonly expect: Expectation;
  readonly status: number;
}

/** A verifier keeps no state, so that restarts, and sends that are together, make no difference to it. */
const answersToSteps = async (steps: readonly DeliveryStep[], fault: string, post: Post): Promise<Answered[]> => {
  const answers: Answered[] = [];
  vi.setSystemTime(testStart);
  for (const step of steps) {
    if (step.kind === 'wait') vi.setSystemTime(Date.now() + step.ms);
    if (step.kind === 'send')
      answers.push({ fault, what: step.what, expect: step.expect, status: await post(step.signed) });
  }
  return answers;
};

const everyParams = (fault: DeliveryFault, dialect: WebhookDialect) => {
  const drawn = fc.sample(fault.params(dialect), { seed: 1, numRuns: 60 });
  return [...new Map(drawn.map((params) => [JSON.stringify(params), params])).values()].slice(0, 8);
};

const strikes = (dialect: WebhookDialect, delivery: Delivery) =>
  deliveryFaults.flatMap((fault) =>
    everyParams(fault, dialect).map((params) => ({
      fault: fault.id,
      steps: fault.apply(params, delivery, testContext(dialect)) ?? [],
    })),
  );

const struckAnswers = ({ dialect, listener }: OfficialEndpoint): Promise<readonly Answered[]> =>
  listen(listener(testContext(dialect).secret), async (post) => {
    const [delivery] = deliveriesOf(dialect, 11);
    if (delivery === undefined) throw new Error(`${dialect.id} has no events`);
    const answers: Answered[] = [];
    for (const { fault, steps } of strikes(dialect, delivery))
      answers.push(...(await answersToSteps(steps, fault, post)));
    return answers;
  });

const kept = new Map<OfficialEndpoint, Promise<readonly Answered[]>>();
const answersOf = (official: OfficialEndpoint): Promise<readonly Answered[]> => {
  const answers = kept.get(official) ?? struckAnswers(official);
  kept.set(official, answers);
  return answers;
};

const meets = ({ expect: expected, status }: Answered): boolean => {
  if (expected === 'accept') return status === 200;
  if (expected === 'refuse') return status >= 400 && status < 500;
  return status >= 200 && status < 600;
};

describe.each(officialEndpoints.map((each) => [each.verifier, each] as const))('%s', (_name, official) => {
  const { dialect } = official;
  const { secret } = testContext(dialect);

  it('accepts every event, at each attempt', () =>
    listen(official.listener(secret), async (post) => {
      for (const delivery of deliveriesOf(dialect, 7))
        for (const attempt of [0, 1]) expect(await post(signed({ ...delivery, attempt }, dialect, secret))).toBe(200);
    }));

  it('answers each delivery fault as is expected of a sound endpoint', async () => {
    const answers = await answersOf(official);
    expect(answers.length).toBeGreaterThan(40);
    expect(answers.filter((answer) => !meets(answer))).toEqual([]);
  });
});

const verb = (status: number): string => {
  if (status >= 500) return `fails (${status})`;
  return status < 400 ? 'takes' : 'refuses';
};

describe('a signature without the version before it', () => {
  it.each([
    ['openai', 200],
    ['standard-webhooks', 400],
    ['anthropic', 400],
    ['svix', 400],
  ])('is answered by the verifier of %s with %i', async (id, status) => {
    const official = officialEndpoints.find(({ dialect }) => dialect.id === id);
    const [delivery] = official === undefined ? [] : deliveriesOf(official.dialect, 1, 1);
    if (official === undefined || delivery === undefined) return expect.unreachable();
    const { dialect } = official;
    const { secret } = testContext(dialect);
    const good = signed(delivery, dialect, secret);
    const headers = { ...good.headers, [dialect.signature.header]: signatureOf(delivery, dialect, secret) };
    expect(await listen(official.listener(secret), (post) => post({ ...good, headers }))).toBe(status);
  });
});

/** True deliveries, on which verifiers have no choice. */
const faultless = ['duplicate', 'hang-up', 'out-of-order'];

/** Columns padded as the formatter pads them, so that it leaves the page alone. */
const markdownTable = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [...rows.slice(0, 1), rule, ...rows.slice(1)].map(line);
};

it('takes or refuses what nobody is blamed for as verifier-answers.md says', async () => {
  const cells = new Map<string, Map<string, Set<string>>>();
  for (const official of officialEndpoints)
    for (const { fault, what, expect: expected, status } of await answersOf(official)) {
      const judged = expected === 'accept' || expected === 'refuse';
      if (judged || faultless.includes(fault)) continue;
      // The same bytes as before when the body that was drawn has nothing beyond ASCII, so no property of the verifier.
      if (what === 'body in iso-8859-1') continue;
      const row = cells.get(`${fault}\n${what}`) ?? new Map<string, Set<string>>();
      row.set(official.dialect.id, (row.get(official.dialect.id) ?? new Set()).add(verb(status)));
      cells.set(`${fault}\n${what}`, row);
    }
  const ids = officialEndpoints.map(({ dialect }) => dialect.id);
  const rows = [...cells].map(([row, answers]) => [
    ...row.split('\n'),
    ...ids.map((id) => [...(answers.get(id) ?? [])].join(', ')),
  ]);
  const page = [
    '# What each official verifier does where no endpoint is blamed',
    '',
    'Measured by `verifiers.test.ts`, which writes this page (`vitest -u`) and fails when a verifier changes its mind. An',
    'empty cell is judged, or cannot happen in that dialect.',
    '',
    ...markdownTable([['fault', 'what is sent', ...ids], ...rows]),
    '',
  ];
  await expect(page.join('\n')).toMatchFileSnapshot('./verifier-answers.md');
});
