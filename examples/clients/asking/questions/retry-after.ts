/** What a client makes of `Retry-After`, judged by its first wait beside the one that it takes without the header. */

import { formatMs } from '../../../../reports/duration.ts';
import type { Call } from '../calls.ts';
import type { Evidence, Question } from '../evidence.ts';
import { askedSeconds, hugeSeconds, type RetryAfterName, retryAfterForms, retryAfterStatuses } from '../probes.ts';
import { atOnceMs, time } from './numbers.ts';
import { isRetried } from './retries.ts';

/** The usual first wait is known from samples: a little more and less is as usual. */
const leeway = 0.1;

const firstWaits = (calls: readonly Call[]): readonly number[] => calls.flatMap(({ waits }) => waits.slice(0, 1));

function isUsual(wait: number, usual: readonly Call[]): boolean {
  const waits = firstWaits(usual);
  if (waits.length === 0) return false;
  return wait >= Math.min(...waits) * (1 - leeway) - 1 && wait <= Math.max(...waits) * (1 + leeway) + 1;
}

const unretried = (usual: readonly Call[]): string => (isRetried(usual) ? 'gives up' : 'not retried');

/** For a header that tells a time to wait. `asked`: with it, once; `usual`: the same failure without it. */
export function honours(askedMs: number, asked: readonly Call[], usual: readonly Call[]): string {
  if (asked.length === 0) return 'cannot be told: it was not asked';
  const [wait] = firstWaits(asked);
  if (wait === undefined) return unretried(usual);
  const usually = isUsual(wait, usual);
  if (wait < askedMs) return usually ? 'ignored' : `waits ${time(wait)} only`;
  if (usually) return 'cannot be told: it always waits as long';
  return time(wait) === time(askedMs) ? 'honoured' : `honoured, waits ${time(wait)}`;
}

/** For a header that tells no time to wait. */
export function makesOf(asked: readonly Call[], usual: readonly Call[]): string {
  if (asked.length === 0) return 'cannot be told: it was not asked';
  const [wait] = firstWaits(asked);
  if (wait === undefined) return unretried(usual);
  if (wait <= atOnceMs) return isUsual(wait, usual) ? 'at once, as always' : 'at once';
  return isUsual(wait, usual) ? 'ignored' : `waits ${time(wait)}`;
}

/** One answer where both statuses give the same; else each with its own. */
function onEach(
  evidence: Evidence,
  name: RetryAfterName,
  told: (asked: readonly Call[], usual: readonly Call[]) => string,
) {
  const answers = retryAfterStatuses.map((status) => ({
    status,
    answer: told(evidence.calls(`retry-after-${name}-${status}`), evidence.calls(`status-${status}`)),
  }));
  const different = new Set(answers.map(({ answer }) => answer));
  if (different.size === 1) return answers[0]?.answer ?? '';
  return answers.map(({ status, answer }) => `${status}: ${answer}`).join('; ');
}

const question = (name: RetryAfterName, title: string): Question => {
  const form = retryAfterForms[name];
  const tellsTime = form.form !== 'text' && form.seconds > 0;
  return {
    id: `retry-after-${name}`,
    title,
    answer: (evidence) =>
      onEach(evidence, name, tellsTime ? (asked, usual) => honours(form.seconds * 1000, asked, usual) : makesOf),
  };
};

export const retryAfterQuestions: readonly Question[] = [
  question('seconds', `as seconds (${askedSeconds})`),
  question('date', `as a date (in ${askedSeconds} s)`),
  question('huge', `huge (${formatMs(hugeSeconds * 1000)})`),
  question('past', 'a date in the past'),
  question('negative', `negative (${retryAfterForms.negative.text})`),
  question('garbage', `garbage (${retryAfterForms.garbage.text})`),
  {
    id: 'provider-reset',
    title: "in the provider's own header instead",
    answer: (evidence) => honours(askedSeconds * 1000, evidence.calls('provider-reset'), evidence.calls('status-429')),
  },
];
