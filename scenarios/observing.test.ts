import { expect, test } from 'vitest';
import { createJudge } from '../harness/judge.ts';
import type { JsonObject } from '../harness/model/json.ts';
import type { Trace } from '../harness/model/trace.ts';
import { allRules } from './rules/index.ts';
import {
  answer,
  deliver,
  delivery,
  failed,
  log,
  perform,
  receivingFacts,
  reply,
  request,
  type Step,
  testFacts,
  trace,
} from './test-trace.ts';

const facts = { ...receivingFacts, type: 'input-only' as const, operations: {}, probes: ['effects' as const] };
const received = (...work: Step[]): Trace =>
  trace({ facts, events: [deliver(), delivery(), answer(), log({ level: 'INFO', operation: 'receive' }), ...work] });

const verdictsOf = (...traces: readonly Trace[]): { readonly [rule: string]: string } => {
  const judge = createJudge(allRules, facts);
  for (const each of traces) judge.add(each);
  return Object.fromEntries(judge.verdicts().map(({ rule, verdict }) => [rule, verdict.verdict]));
};

const aboutCalls = [
  'server-error-retried',
  'backoff-has-jitter',
  'retry-after-honoured',
  'write-carries-idempotency-key',
];
const aboutTheWire = ['log-status-code', 'secret-not-in-url', 'transient-failure-logged-as-warn'];

test('nothing is asked about calls of an integration that is called only and was seen to call nobody', () => {
  const verdicts = verdictsOf(received());
  for (const rule of [...aboutCalls, ...aboutTheWire]) expect(verdicts).toMatchObject({ [rule]: 'not-applicable' });
});

test('of what is asked of its endpoint, its answers and its log nothing is left out', () => {
  const verdicts = verdictsOf(received());
  const asked = [
    'log-timestamp',
    'log-request-id',
    'success-logged-as-info',
    'secret-not-logged',
    'request-body-not-logged',
  ];
  for (const rule of [...asked, 'error-message-sanitised', 'secret-not-in-user-error', 'good-delivery-accepted'])
    expect(verdicts[rule]).not.toBe('not-applicable');
});

test('one call in one case is enough to ask again, whatever its contract says', () => {
  const verdicts = verdictsOf(received(), received(request(), reply()));
  for (const rule of aboutCalls) expect(verdicts).toMatchObject({ [rule]: 'not-verified' });
  expect(verdicts).toMatchObject({ 'secret-not-in-url': 'pass', 'log-status-code': 'not-verified' });
});

test('a call that breaks something is told although the contract says that there is none', () => {
  const leak = { sightings: [{ secret: 'LINEAR_API_KEY', form: 'plain' as const, where: 'query' }] };
  expect(verdictsOf(received(request(leak), reply()))).toMatchObject({ 'secret-not-in-url': 'fail' });
});

test('a log in which no line is JSON is told from one that nobody wrote, since other cases would not help', () => {
  const next = (...lines: readonly (string | JsonObject)[]): string | undefined => {
    const judge = createJudge(allRules, testFacts);
    const printed = lines.map((line) => log(line));
    judge.add(trace({ events: [perform(), request(), reply(500), ...printed, failed()] }));
    const verdict = judge.verdicts().find(({ rule }) => rule === 'log-timestamp')?.verdict;
    return verdict?.verdict === 'not-verified' ? verdict.next : verdict?.verdict;
  };
  expect(next('level=ERROR status_code=500')).toMatch(/none is a JSON object/);
  expect(next()).toMatch(/printed nothing/);
  expect(next('level=ERROR', { level: 'ERROR' })).toBe('fail');
});

test('who logs failures at INFO is told that, and not to run more cases', () => {
  const judge = createJudge(allRules, testFacts);
  judge.add(
    trace({
      events: [
        perform(),
        request(),
        reply(503),
        log({ level: 'INFO', operation: 'create_task', status_code: 503 }),
        failed(),
      ],
    }),
  );
  const verdicts = judge.verdicts();
  for (const field of ['log-timestamp', 'log-status-code'])
    expect(verdicts.find(({ rule }) => rule === field)?.verdict).toMatchObject({
      verdict: 'not-verified',
      next: expect.stringMatching(/Log failures at those levels/),
    });
});
