/** Linear's filters: comparators on fields, nested filters on what a field refers to, `and` and `or`. */
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { isJsonObject } from '../json-body.ts';

type Comparator = (value: unknown, operand: Json, now: number) => boolean;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const both = (value: unknown, operand: Json, holds: (value: string, operand: string) => boolean): boolean => {
  const [left, right] = [text(value), text(operand)];
  return left !== undefined && right !== undefined && holds(left, right);
};
const folded = (value: string): string => value.toLowerCase();
const unaccented = (value: string): string => folded(value).normalize('NFD').replaceAll(/\p{M}/gu, '');
const listed = (value: unknown, operand: Json): boolean => Array.isArray(operand) && operand.includes(value);

const isoDuration = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** A date, or a duration counted from now (`-P2W`), in Unix ms. NaN for other text. */
function instant(value: string, now: number): number {
  const parts = isoDuration.exec(value);
  if (parts === null) return Date.parse(value);
  const [years, months, weeks, days, hours, minutes, seconds] = parts.slice(2).map((part) => Number(part ?? 0));
  const at = new Date(now);
  const sign = parts[1] === '-' ? -1 : 1;
  at.setUTCFullYear(at.getUTCFullYear() + sign * (years ?? 0), at.getUTCMonth() + sign * (months ?? 0));
  const hoursInAll = ((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0);
  return at.getTime() + sign * ((hoursInAll * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
}

/** Negative, zero or positive; undefined when the two cannot be ordered. */
function order(value: unknown, operand: Json, now: number): number | undefined {
  if (typeof value === 'number' && typeof operand === 'number') return value - operand;
  if (typeof value !== 'string' || typeof operand !== 'string') return undefined;
  const difference = instant(value, now) - instant(operand, now);
  return Number.isNaN(difference) ? undefined : difference;
}

const ordered =
  (holds: (difference: number) => boolean): Comparator =>
  (value, operand, now) => {
    const difference = order(value, operand, now);
    return difference !== undefined && holds(difference);
  };
const not =
  (comparator: Comparator): Comparator =>
  (value, operand, now) =>
    !comparator(value, operand, now);

const eq: Comparator = (value, operand) => value === operand;
const eqIgnoreCase: Comparator = (value, operand) => both(value, operand, (a, b) => folded(a) === folded(b));
const contains: Comparator = (value, operand) => both(value, operand, (a, b) => a.includes(b));
const containsIgnoreCase: Comparator = (value, operand) =>
  both(value, operand, (a, b) => folded(a).includes(folded(b)));
const startsWith: Comparator = (value, operand) => both(value, operand, (a, b) => a.startsWith(b));
const endsWith: Comparator = (value, operand) => both(value, operand, (a, b) => a.endsWith(b));

const comparators: { readonly [name: string]: Comparator } = {
  eq,
  neq: not(eq),
  in: listed,
  nin: not(listed),
  null: (value, operand) => (value === null || value === undefined) === operand,
  lt: ordered((difference) => difference < 0),
  lte: ordered((difference) => difference <= 0),
  gt: ordered((difference) => difference > 0),
  gte: ordered((difference) => difference >= 0),
  eqIgnoreCase,
  neqIgnoreCase: not(eqIgnoreCase),
  contains,
  notContains: not(contains),
  containsIgnoreCase,
  notContainsIgnoreCase: not(containsIgnoreCase),
  containsIgnoreCaseAndAccent: (value, operand) =>
    both(value, operand, (a, b) => unaccented(a).includes(unaccented(b))),
  startsWith,
  notStartsWith: not(startsWith),
  startsWithIgnoreCase: (value, operand) => both(value, operand, (a, b) => folded(a).startsWith(folded(b))),
  endsWith,
  notEndsWith: not(endsWith),
};

/** The field of a node, called where nodes compute it. */
export function fieldOf(node: unknown, field: string): unknown {
  if (typeof node !== 'object' || node === null) return undefined;
  const value: unknown = Reflect.get(node, field);
  return typeof value === 'function' ? value.call(node, {}) : value;
}

/** `now` in Unix ms, for durations. */
export function matches(value: unknown, filter: JsonObject, now: number): boolean {
  return Object.entries(filter).every(([name, condition]) => {
    if (condition === null && name !== 'eq' && name !== 'neq') return true;
    if (name === 'and' || name === 'or') {
      const parts = (Array.isArray(condition) ? condition : []).map(
        (part: Json) => isJsonObject(part) && matches(value, part, now),
      );
      return name === 'and' ? parts.every(Boolean) : parts.some(Boolean);
    }
    const comparator = comparators[name];
    if (comparator !== undefined) return comparator(value, condition, now);
    return isJsonObject(condition) && matches(fieldOf(value, name), condition, now);
  });
}
