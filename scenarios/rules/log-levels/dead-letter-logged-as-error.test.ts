import { expect, test } from 'vitest';
import { answers, failed, log, logLine, perform, probe, reply, request, testFacts, trace } from '../../test-trace.ts';
import { deadLetterLoggedAsError } from './dead-letter-logged-as-error.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const letter = probe('deadLetters', { operation: 'create_task' });
const holds = (lines: Steps, entries: Steps = [letter]) =>
  answers(
    deadLetterLoggedAsError,
    trace({ events: [perform(), request(), reply(503), ...lines, failed(), ...entries] }),
  );

test('a line at ERROR in the same call holds, also a plain one', () => {
  expect(holds([log(logLine({ level: 'ERROR' }))])).toEqual([true]);
  expect(holds([log(logLine({ level: 50 }))])).toEqual([true]);
  expect(holds([log('[ERROR] gave up')])).toEqual([true]);
});

test('warnings only, and no line at all, break it', () => {
  expect(holds([log(logLine({ level: 'WARN' }))])).toEqual([false]);
  expect(holds([])).toEqual([false]);
});

test('without a dead letter there is nothing to judge; without the probe it cannot tell', () => {
  expect(holds([log(logLine())], [])).toEqual([]);
  expect(deadLetterLoggedAsError.appliesTo(testFacts)).toEqual({ applies: true });
  expect(deadLetterLoggedAsError.appliesTo({ ...testFacts, probes: ['alerts'] })).toMatchObject({
    applies: 'cannot-tell',
    reason: 'no-probe',
    next: expect.stringContaining('deadLetters'),
  });
});
