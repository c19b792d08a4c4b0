/** How the waits between attempts grow, where they stop growing, and how far chance moves them. From equal cases. */
import type { Call } from '../calls.ts';
import type { Evidence, Question } from '../evidence.ts';
import { atOnceMs, time, timeRange } from './numbers.ts';
import { isRetried } from './retries.ts';

/** One wait, the n-th of a call, over all equal cases. */
interface Spread {
  readonly least: number;
  readonly most: number;
  /** Between the two: for a wait that is drawn evenly, a better guess than its median. */
  readonly middle: number;
}

export function spreadsOf(calls: readonly Call[]): readonly Spread[] {
  const longest = Math.max(0, ...calls.map(({ waits }) => waits.length));
  return Array.from({ length: longest }, (_, index) => {
    const waits = calls.flatMap((call) => call.waits.slice(index, index + 1));
    const [least, most] = [Math.min(...waits), Math.max(...waits)];
    return { least, most, middle: (least + most) / 2 };
  });
}

/** How much of a difference between two waits is chance, or the granularity of a timer. */
const isFlat = (before: number, next: number): boolean => next <= before * 1.05 + atOnceMs;

/** The waits up to where they stop growing. */
const growing = (spreads: readonly Spread[]): readonly Spread[] => {
  const flat = spreads.findIndex((spread, index) => index > 0 && isFlat(spreads[index - 1]?.most ?? 0, spread.most));
  return flat === -1 ? spreads : spreads.slice(0, flat);
};

const isAtOnce = (spreads: readonly Spread[]): boolean => spreads.every(({ most }) => most <= atOnceMs);

const shown = (spreads: readonly Spread[]): string => {
  const few = spreads.length <= 4 ? spreads : spreads.slice(0, 3);
  const texts = few.map(({ least, most }) => timeRange(least, most));
  const last = spreads.length <= 4 ? undefined : spreads.at(-1);
  return [...texts, ...(last === undefined ? [] : [`… ${timeRange(last.least, last.most)}`])].join(', ');
};

/** The middle of a jittered wait is known to about a tenth; over several waits that evens out. */
const isDoubling = (ratios: readonly number[]): boolean => {
  const factor = ratios.reduce((product, ratio) => product * ratio, 1) ** (1 / ratios.length);
  return factor > 1.9 && factor < 2.1 && ratios.every((ratio) => ratio > 1.4 && ratio < 2.6);
};

export function growthOf(calls: readonly Call[]): string {
  const spreads = spreadsOf(calls);
  if (isAtOnce(spreads)) return 'none: at once';
  const waits = shown(spreads);
  if (spreads.length === 1) return `cannot be told from one wait: ${waits}`;
  const grown = growing(spreads);
  if (grown.length === 1) return `constant: ${waits}`;
  const ratios = grown.slice(1).map(({ middle }, index) => middle / (grown[index]?.middle ?? middle));
  return `${isDoubling(ratios) ? 'doubles' : 'grows'}: ${waits}`;
}

export function capOf(calls: readonly Call[]): string {
  const spreads = spreadsOf(calls);
  if (isAtOnce(spreads)) return 'none: at once';
  if (spreads.length === 1) return 'cannot be told from one wait';
  const grown = growing(spreads);
  const highest = grown.at(-1)?.most ?? 0;
  if (grown.length === 1) return 'none: it does not grow';
  if (grown.length < spreads.length) return time(highest);
  return `not reached in ${spreads.length} waits (longest ${time(highest)})`;
}

const percent = (share: number): number => Math.round(share * 100);

/** Where chance adds as many ms to a long wait as to a short one. */
function isAdded(spreads: readonly Spread[]): boolean {
  const [first, second] = spreads;
  if (first === undefined || second === undefined || second.most < first.most * 1.5) return false;
  const widths = [first.most - first.least, second.most - second.least] as const;
  return widths[0] > atOnceMs && widths[1] < widths[0] * 1.3 && widths[1] > widths[0] * 0.7;
}

/** Fewer equal cases than this do not show how far chance reaches. */
const enough = 10;

export function jitterOf(calls: readonly Call[]): string {
  if (calls.length < enough) return `cannot be told from ${calls.length} equal cases`;
  const spreads = spreadsOf(calls);
  if (spreads.every(({ least, most }) => isFlat(least, most))) return 'none';
  if (isAdded(spreads)) {
    const widest = Math.max(...spreads.map(({ least, most }) => most - least));
    return `added, over ${time(widest)}`;
  }
  const share = Math.min(...spreads.filter(({ most }) => most > atOnceMs).map(({ least, most }) => least / most));
  const kind = share < 0.2 ? 'full' : share > 0.4 && share < 0.6 ? 'equal' : 'proportional';
  return `${kind}: ${percent(share)} to 100 % of the longest`;
}

/** The first of these failures that it retries shows its back-off. */
const shows = [
  ['status-503', ''],
  ['status-429', ' (on 429)'],
  ['reset', ' (on a reset)'],
] as const;

const seen = (tell: (calls: readonly Call[]) => string) => (evidence: Evidence) => {
  const shown = shows.find(([probe]) => isRetried(evidence.calls(probe)));
  if (shown === undefined) return 'not retried';
  const [probe, remark] = shown;
  return `${tell(evidence.calls(probe))}${remark}`;
};

export const backOffQuestions: readonly Question[] = [
  { id: 'growth', title: 'waits', answer: seen(growthOf) },
  { id: 'cap', title: 'cap', answer: seen(capOf) },
  { id: 'jitter', title: 'jitter', answer: seen(jitterOf) },
];
