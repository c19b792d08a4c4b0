/**
 * What a subject returned or threw, as JSON. Anything may be in it: circles, big numbers, accessors that throw. The
 * functions of `JSON` are taken before the subject can replace them.
 */
import type { Json } from '../model/json.ts';

const { parse, stringify } = JSON;

const unreadable = '[unreadable]';
const deepest = 20;
const mostParts = 20_000;
/** Characters of one result. It is searched for secrets and cut further before it is stored. */
const longest = 4 * 1024 * 1024;

/** Like `JSON.stringify` read back, but for what that cannot say: a text in its place. Never throws. */
export function toldValue(value: unknown): Json {
  try {
    const text = stringify(value) ?? 'null';
    return text.length > longest ? carefully(value) : parse(text);
  } catch {
    return carefully(value);
  }
}

export interface ToldError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** Never throws. The name of what is no error is its type. */
export function toldError(thrown: unknown): ToldError {
  const isError = attempt(() => thrown instanceof Error, false);
  if (!isError) return { name: typeof thrown, message: text(() => thrown), stack: '' };
  const error = thrown as Error;
  return { name: text(() => error.name), message: text(() => error.message), stack: text(() => error.stack ?? '') };
}

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

const cut = (whole: string, length: number): string =>
  whole.length <= length ? whole : `${whole.slice(0, length)}… (${whole.length - length} more characters)`;

const text = (read: () => unknown): string => attempt(() => cut(String(read()), longest), unreadable);

function carefully(value: unknown): Json {
  let parts = 0;
  let left = longest;
  const around: unknown[] = [];

  const told = (part: unknown): Json => {
    if (part === null || typeof part === 'boolean') return part;
    if (typeof part === 'string') {
      const kept = cut(part, left);
      left = Math.max(0, left - part.length);
      return kept;
    }
    if (typeof part === 'number' && Number.isFinite(part)) return part;
    if (typeof part !== 'object') return text(() => part);
    if (around.includes(part)) return '[circular]';
    if (around.length === deepest) return '[too deep]';
    around.push(part);
    const inside = attempt<Json>(() => (Array.isArray(part) ? part.map(element) : object(part)), unreadable);
    around.pop();
    return inside;
  };
  const element = (part: unknown): Json => {
    parts += 1;
    return parts > mostParts ? '[too much]' : told(part);
  };
  const object = (part: object): Json =>
    Object.fromEntries(
      Object.keys(part).map((key) => [key, attempt(() => element(Reflect.get(part, key)), unreadable)]),
    );

  return told(value);
}
