/** Whether a call carries an idempotency key, and whether its attempts carry the same one. */
import type { Call } from '../calls.ts';
import type { Question } from '../evidence.ts';

const keysOf = ({ attempts }: Call): readonly (string | undefined)[] => attempts.map(({ key }) => key);

export function keyOf(calls: readonly Call[]): string {
  const all = calls.flatMap(keysOf);
  if (all.every((key) => key === undefined)) return 'none';
  if (all.some((key) => key === undefined)) return 'on some attempts only';
  const repeated = calls.filter(({ attempts }) => attempts.length > 1);
  if (repeated.length === 0) return 'sent; no second attempt to compare it with';
  const isKept = repeated.every((call) => new Set(keysOf(call)).size === 1);
  const isShared = new Set(calls.map((call) => keysOf(call)[0])).size === 1 && calls.length > 1;
  return `${isKept ? 'the same on each attempt' : 'another on each attempt'}${isShared ? ', and the same for every call' : ''}`;
}

export const idempotencyQuestions: readonly Question[] = [
  { id: 'idempotency-key', title: 'idempotency key', answer: ({ all }) => keyOf(all) },
];
