import { expect, test } from 'vitest';
import { createJudge } from './judge.ts';
import type { Trace } from './model/trace.ts';
import type { Rule } from './ports/rule.ts';
import { idleFacts, traceOf } from './test-trace.ts';

const quiet = traceOf('real');
const busy = traceOf('real', { seq: 0, at: 900, type: 'stall', ms: 500 });

const rule: Rule = {
  id: 'r',
  statement: '',
  topic: 'retry',
  card: { asks: '', tested: '', fails: '', fix: '', source: '' },
  appliesTo: () => ({ applies: true }),
  observe: () => [],
  decide: () => [],
};

const nextAfter = (...traces: readonly Trace[]): string => {
  const judge = createJudge([rule], idleFacts, [{ scenario: 'long-waits', topic: 'retry', cases: 2 }]);
  for (const each of traces) judge.add(each);
  const verdict = judge.verdicts()[0]?.verdict;
  return verdict?.verdict === 'not-verified' ? verdict.next : '';
};

test('what a busy machine kept from being judged is told beside what was left out', () => {
  expect(nextAfter(quiet)).toMatch(/^Left out on the real clock.*long-waits \(2\)/);
  expect(nextAfter(quiet)).not.toContain('busy');
  expect(nextAfter(quiet, busy)).toMatch(/^Left out.*1 case was not judged because the machine was too busy/);
  expect(nextAfter(busy, busy)).toBe(
    'No case could be judged. 2 cases were not judged because the machine was too busy: run on a quieter one, or with fewer subject.lanes.',
  );
});
