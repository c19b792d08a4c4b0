/** Times and lists as they stand in the grid: rounded, so that no tick of a clock makes another grid. */
import { formatMs } from '../../../../reports/duration.ts';

/** What passes within one turn of an event loop. */
export const atOnceMs = 5;

/** To two digits. */
const rounded = (value: number): number => (value <= 0 ? 0 : Number(value.toPrecision(2)));

export const time = (ms: number): string => formatMs(rounded(ms));

/** `380 ms` or `380 ms to 500 ms`. */
export const timeRange = (least: number, most: number): string =>
  time(least) === time(most) ? time(most) : `${time(least)} to ${time(most)}`;

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
