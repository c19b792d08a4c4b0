import { expect, test } from 'vitest';
import type { Report } from '../harness/model/report.ts';
import { normalise } from './normalise.ts';
import { testReport } from './test-report.ts';

/** The report of a run in which `says` was observed. */
const run = (id: string, contract: string, says: string): Report => ({
  ...testReport,
  integration: { ...testReport.integration, contract, commit: id.repeat(40) },
  run: { ...testReport.run, id, startedAt: `2026-11-2${id.length}T10:00:00.000Z`, durationMs: id.length },
  rules: testReport.rules.map((rule) => ({
    ...rule,
    findings: rule.findings.map((finding) => ({ ...finding, observed: says })),
    ...(rule.counterexample && {
      counterexample: { ...rule.counterexample, replay: `gauntlet replay .gauntlet/${id}/shop ${rule.id}` },
    }),
  })),
});

const ids = ['0b7e7f3c-9d3b-4a3e-8a51-1c1f0a2b3c4d', 'f2a1c0de-0000-4000-8000-00000000beef'] as const;

test('two equal runs are equal after it', () => {
  const here = run(
    'a',
    '/home/ana/shop/shop.contract.ts',
    `at 2026-11-23T10:00:00Z from 127.0.0.1:40001 key ${ids[0]}, reset 1795428061`,
  );
  const there = run(
    'run-b',
    '/ci/work/shop/shop.contract.ts',
    `at 2026-11-24T11:30:00Z from 127.0.0.1:39999 key ${ids[1]}, reset 1795519861`,
  );
  expect(normalise(here)).toEqual(normalise(there));
});

test('what makes a difference to the verdict stays', () => {
  const one = run('a', 'shop.contract.ts', 'waited 3 s');
  expect(normalise(run('a', 'shop.contract.ts', 'waited 4 s'))).not.toEqual(normalise(one));
  expect(normalise({ ...one, gate: { ...one.gate, exitCode: 3 } })).not.toEqual(normalise(one));
  expect(JSON.stringify(normalise(run('a', 'c.ts', 'POST https://api.shop.example/v1/orders/7')))).toContain(
    'https://api.shop.example/v1/orders/7',
  );
});

test('the same identifier stays the same, and two stay two', () => {
  const told = (text: string) => JSON.stringify(normalise(run('a', 'c.ts', text)));
  expect(told(`${ids[0]} ${ids[0]}`)).toContain('<id 1> <id 1>');
  expect(told(`${ids[0]} ${ids[1]}`)).toContain('<id 1> <id 2>');
});
