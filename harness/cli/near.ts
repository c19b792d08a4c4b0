/** Names that were probably meant. */
import { UsageError } from '../ports/errors.ts';

/** Edits (insert, delete, replace one character) from `a` to `b`. */
const distance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
};

const alikeLetters = 4;

/** 0 when one holds the other; else how far they are apart, less when they begin alike. */
const away = (typed: string, name: string): number => {
  if (name.includes(typed) || typed.includes(name)) return 0;
  const beginsAlike = typed.length >= alikeLetters && name.startsWith(typed.slice(0, alikeLetters));
  return beginsAlike ? Math.min(2, distance(typed, name)) : distance(typed, name);
};

/** At most five, nearest first: spelled almost alike, or holding what was typed. */
export const nearest = (typed: string, known: readonly string[]): readonly string[] => {
  const limit = Math.max(2, Math.floor(typed.length / 3));
  return known
    .map((name) => ({ name, far: away(typed, name) }))
    .filter(({ far }) => far <= limit)
    .toSorted((a, b) => a.far - b.far || a.name.localeCompare(b.name))
    .slice(0, 5)
    .map(({ name }) => name);
};

const mostNames = 12;

/** Throws `UsageError` for the names that are not known, each with what was probably meant. `see`: where all are listed. */
export const requireKnown = (kind: string, typed: readonly string[], known: readonly string[], see: string): void => {
  const problems = typed
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = nearest(name, known);
      const meant = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
      const all = near.length === 0 && known.length <= mostNames ? ` There are: ${known.join(', ')}.` : '';
      return `There is no ${kind} "${name}".${meant}${all}`;
    });
  if (problems.length > 0) throw new UsageError(`${problems.join('\n')}\n${see}`);
};
