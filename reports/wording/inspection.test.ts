import { expect, test } from 'vitest';
import type { JsonObject } from '../../harness/model/json.ts';
import { inspectionWording } from './inspection.ts';

const message = (rule: string, facts: JsonObject) => inspectionWording[rule]?.message(facts);

test('a secret is told by its place and kind', () => {
  const commit = '6b995a32baa8634f3c9ec79d8ca507b8f868d81c';
  const found = { file: 'src/a.ts', line: 3, kind: 'slack/SLACK_TOKEN' };
  expect(message('secret-not-in-code', found)).toBe('A secret (slack/SLACK_TOKEN) stands at src/a.ts:3.');
  expect(message('secret-not-in-history', { ...found, commit })).toBe(
    'A secret (slack/SLACK_TOKEN) was committed at src/a.ts:3 in commit 6b995a32baa8.',
  );
});

test('a sentence names what is missing', () => {
  const place = { file: '.env.example', line: 4 };
  expect(message('env-example-complete', { ...place, what: 'variable', name: 'A_KEY', needed: 'read' })).toBe(
    'A_KEY, which the integration read in the run, is not in .env.example.',
  );
  expect(message('env-example-form', { ...place, what: 'comments', name: 'A_KEY', missing: ['Get from'] })).toBe(
    'Above A_KEY at .env.example:4 "Get from" is not said.',
  );
  expect(message('tests-cover-retries', { kind: 'retryOnRateLimit', name: 'waits', outcome: 'missing' })).toBe(
    'The test "waits", named for "retryOnRateLimit", is not in the results.',
  );
});
