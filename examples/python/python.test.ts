/** The service in Python is compliant in real time, and each of its mistakes is found: a whole run of it takes longer, see its README. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { duplicate } from '../../harness/deliveries/faults/duplicate.ts';
import { signatureOfReserialisedBody } from '../../harness/deliveries/faults/signature-of-reserialised-body.ts';
import { lostReply } from '../../harness/faults/lost-reply.ts';
import { permanentError } from '../../harness/faults/permanent-error.ts';
import { rateLimited } from '../../harness/faults/rate-limited.ts';
import { serverError } from '../../harness/faults/server-error.ts';
import type { JsonObject } from '../../harness/model/json.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import type { DeliveryFault } from '../../harness/ports/webhook.ts';
import { runContract } from '../../harness/run-contract.ts';
import { readTraces } from '../../harness/store.ts';
import { bench } from '../../scenarios/bench.ts';
import { control } from '../../scenarios/control/control.ts';
import { oneCall, performing, strikingWith } from '../../scenarios/planning.ts';
import { deliveringWith } from '../../scenarios/webhook/delivering.ts';
import { breaks as doubleEffect } from './mutants/double-effect.contract.ts';
import { breaks as ignoresRetryAfter } from './mutants/ignores-retry-after.contract.ts';
import { breaks as logsSecret } from './mutants/logs-secret.contract.ts';
import { breaks as newKeyPerAttempt } from './mutants/new-key-per-attempt.contract.ts';
import { breaks as reserialisedBody } from './mutants/reserialised-body.contract.ts';
import { breaks as retriesPermanentError } from './mutants/retries-permanent-error.contract.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'python-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = async (contract: string, scenarios: readonly Scenario[], cases: number) => {
  const { results, run: told } = await runContract(
    fileURLToPath(new URL(contract, import.meta.url)),
    { seed: 5, cases, jobs: 1, out: folder, bail: false, inspect: false, explore: false },
    { ...bench, scenarios, inspectionRules: [] },
  );
  const broken = results.filter(({ verdict }) => verdict.verdict.verdict === 'fail').map(({ rule }) => rule.id);
  const held = results.filter(({ verdict }) => verdict.verdict.verdict === 'pass').length;
  return { broken, held, told };
};

test('as it is, it breaks no rule in either direction', async () => {
  const ids = ['control', 'lasting-outage', 'lost-connection', 'permanent-error', 'good-delivery', 'stale-delivery'];
  const scenarios = bench.scenarios.filter(({ id }) => ids.includes(id));
  const { broken, held, told } = await run('python.contract.ts', scenarios, 3);
  expect(broken).toEqual([]);
  expect(told).toMatchObject({ clock: 'real', toleranceMs: 250 });
  expect(held).toBeGreaterThan(30);
  // Cases ran side by side, and are stored in the order in which they were planned.
  const stored = [...readTraces(join(folder, 'board'))].map((trace) => trace.case);
  expect(stored).toEqual(scenarios.flatMap(({ id }) => [0, 1, 2].map((index) => `${id}#${index}`)));
}, 120_000);

const withParams = (fault: DeliveryFault, params: JsonObject): DeliveryFault => ({
  ...fault,
  params: () => fc.constant(params),
});
const duplicateAtOnce = withParams(duplicate, { when: 'at-once' });
const withoutWhiteSpace = withParams(signatureOfReserialisedBody, { form: 'white-space' });

/** One scenario that does nothing but what the mistake is about. */
const only = (plans: Scenario['plans']): Scenario => ({ id: 'only', summary: '', topic: '', cases: 1, plans });
const calling = (fault: Parameters<typeof strikingWith>[0], params: JsonObject, times: number): Scenario =>
  only((context) =>
    oneCall(
      performing(context, ({ stateChanging }) => stateChanging),
      strikingWith(fault, fc.constant(params), fc.constant(times)),
    ),
  );

test.each([
  ['retries-permanent-error', retriesPermanentError, calling(permanentError, { status: 422, echo: false }, 50)],
  ['new-key-per-attempt', newKeyPerAttempt, calling(lostReply, {}, 1)],
  ['logs-secret', logsSecret, calling(serverError, { status: 503 }, 1)],
  ['ignores-retry-after', ignoresRetryAfter, calling(rateLimited, { retryAfter: 'above-cap', seconds: 2 }, 1)],
  ['double-effect', doubleEffect, only((context) => deliveringWith(context, [duplicateAtOnce]))],
  ['reserialised-body', reserialisedBody, only((context) => deliveringWith(context, [withoutWhiteSpace]))],
] as const)(
  '%s breaks the rules that it says, and no other',
  async (name, breaks, scenario) => {
    const { broken } = await run(`mutants/${name}.contract.ts`, [control, scenario], 2);
    expect(broken.toSorted()).toEqual([...breaks].toSorted());
  },
  120_000,
);
