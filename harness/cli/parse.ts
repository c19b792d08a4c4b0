/** Values of options, as they are typed. */
import { randomInt } from 'node:crypto';
import { InvalidArgumentError } from 'commander';

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
};

export const count = (text: string): number => {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('Give a whole number of at least 1.');
  return value;
};

/** `random` draws one, which the report names, so that the run can be repeated. */
export const seed = (text: string): number => (text === 'random' ? randomInt(1, 2 ** 31) : wholeNumber(text));

export interface Shard {
  /** Counted from 1. */
  readonly index: number;
  readonly of: number;
}

export const shard = (text: string): Shard => {
  const [, index, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const parsed = { index: Number(index), of: Number(of) };
  if (!(parsed.index >= 1 && parsed.index <= parsed.of))
    throw new InvalidArgumentError('Give i/n with i from 1 to n, such as 1/3.');
  return parsed;
};

/** For options that may be repeated and may hold several names: `--rule a,b --rule c`. */
export const names = (text: string, before: readonly string[] = []): readonly string[] => {
  const given = text.split(',').flatMap((name) => name.trim() || []);
  if (given.length === 0) throw new InvalidArgumentError('Give at least one name.');
  return [...before, ...given];
};

export const choices =
  <const T extends string>(known: readonly T[]) =>
  (text: string): readonly T[] =>
    names(text).map((name) => {
      const found = known.find((each) => each === name);
      if (found === undefined) throw new InvalidArgumentError(`Choose from ${known.join(', ')}.`);
      return found;
    });

export const choice =
  <const T extends string>(known: readonly T[]) =>
  (text: string): T => {
    const [found] = choices(known)(text);
    if (found === undefined) throw new InvalidArgumentError(`Choose from ${known.join(', ')}.`);
    return found;
  };
