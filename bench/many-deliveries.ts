/**
 * One plan with many deliveries, good ones and badly signed ones in turn: does it end, how much memory does the harness
 * take, and does the stored trace hold everything? Exits 1 when not. `--deliveries N` (2000), `--megabytes N` (300).
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { openCaseBench } from '../harness/case-bench.ts';
import { deliveryFaults } from '../harness/deliveries/faults/index.ts';
import { loadContract } from '../harness/load-contract.ts';
import type { Plan } from '../harness/model/plan.ts';
import type { TraceEvent } from '../harness/model/trace.ts';
import { runCase } from '../harness/run.ts';
import { createRun, openTraceFile, readTraces } from '../harness/store.ts';
import { keepYoungGenerationSmall } from '../harness/young-generation.ts';
import { linearWebhooks } from '../providers/webhooks/index.ts';

const { values } = parseArgs({
  options: { deliveries: { type: 'string', default: '2000' }, megabytes: { type: 'string', default: '300' } },
});
const count = Number(values.deliveries);
const mostMegabytes = Number(values.megabytes);
const contractPath = fileURLToPath(new URL('./many-deliveries.contract.ts', import.meta.url));

/** Every second one is signed with a wrong secret. */
const planOf = (): Plan => {
  const [issue] = linearWebhooks.events;
  if (issue === undefined) throw new Error('Linear has no events');
  const payloads = fc.sample(issue.payload, { seed: 1, numRuns: count });
  return {
    scenario: 'many-deliveries',
    seed: 1,
    actions: payloads.map((payload, index) => ({
      kind: 'deliver',
      event: issue.event,
      deliveryId: linearWebhooks.deliveryId(`many ${index}`),
      payload,
    })),
    faults: payloads.flatMap((_, action) =>
      action % 2 === 0 ? [] : [{ fault: 'wrong-secret', params: {}, on: { action, nth: 1, times: 1 } }],
    ),
  };
};

const numbersOf = (events: readonly TraceEvent[], type: 'delivery' | 'answer'): readonly number[] =>
  events.flatMap((event) => (event.type === type ? [event.delivery] : []));

const isCounted = (numbers: readonly number[]): boolean =>
  numbers.length === count && numbers.every((number, index) => number === index);

const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000);

// As the command does.
keepYoungGenerationSmall();
const contract = await loadContract(contractPath);
const folder = mkdtempSync(join(tmpdir(), 'many-deliveries-'));
const bench = await openCaseBench(contract, deliveryFaults, 1, false);
let peak = process.memoryUsage.rss();
const watching = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 50);
let failures: readonly string[] = [];
try {
  createRun(folder, {
    storeVersion: 1,
    id: 'many-deliveries',
    contract: contractPath,
    seed: 1,
    planned: 1,
    clock: 'virtual',
    startedAt: new Date().toISOString(),
    facts: bench.facts,
  });
  const file = openTraceFile(folder, 0);
  const started = performance.now();
  await runCase('many-deliveries#0', planOf(), bench, file);
  const seconds = (performance.now() - started) / 1000;
  file.close();
  peak = Math.max(peak, process.memoryUsage.rss());
  clearInterval(watching);

  const [trace] = readTraces(folder);
  const events = trace?.events ?? [];
  const answers = events.flatMap((event) => (event.type === 'answer' ? [event.result] : []));
  const withStatus = (status: number): number =>
    answers.filter((result) => result.kind === 'answered' && result.status === status).length;
  const effects = new Set(events.flatMap((event) => (event.type === 'effect' ? [event.id] : [])));
  const lines = events.filter((event) => event.type === 'log' && event.json?.delivery !== undefined).length;
  const good = Math.ceil(count / 2);
  const found: readonly (readonly [string, boolean])[] = [
    ['the trace is complete and has no gap', trace?.complete === true && events.every(({ seq }, at) => seq === at)],
    ['every delivery is in it, in order', isCounted(numbersOf(events, 'delivery'))],
    ['every answer is in it, in order', isCounted(numbersOf(events, 'answer'))],
    [`${good} were accepted and ${count - good} refused`, withStatus(200) === good && withStatus(401) === count - good],
    [`${good} effects`, effects.size === good],
    [`${count} lines of the log`, lines === count],
    ['no error of the harness', !events.some(({ type }) => type === 'harness-error')],
    [`memory of the harness stayed below ${mostMegabytes} MB`, megabytes(peak) < mostMegabytes],
  ];
  console.log(
    `${count} deliveries in ${seconds.toFixed(1)} s (${(count / seconds).toFixed(0)}/s); ${events.length} events, ${megabytes(statSync(join(folder, 'traces', 'job-0.ndjson')).size)} MB stored; peak memory ${megabytes(peak)} MB`,
  );
  for (const [what, holds] of found) console.log(`${holds ? 'ok   ' : 'WRONG'}  ${what}`);
  failures = found.filter(([, holds]) => !holds).map(([what]) => what);
} finally {
  clearInterval(watching);
  await bench.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures.length === 0 ? 0 : 1;
