/** Nothing that is stored holds a piece of a found secret, also where a file or a heading is named like one. */
import { shortestFragment } from '../secrets/fragments.ts';
import type { FoundTexts } from './secrets/scanner.ts';

const withheld = '(withheld: holds a found secret)';

/** Public prefixes identify nothing; a secret's pieces of eight characters do. */
const pieces = (texts: FoundTexts, prefixes: readonly string[]): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const text of texts) {
    const prefix = prefixes.find((each) => each !== '' && text.startsWith(each)) ?? '';
    const secret = text.slice(prefix.length, prefix.length + 4_096);
    for (let at = 0; at + shortestFragment <= secret.length; at += 1)
      found.add(secret.slice(at, at + shortestFragment));
  }
  return found;
};

/** A copy in which each text that holds a piece of one is replaced as a whole. */
export const withhold = <T>(value: T, texts: FoundTexts, prefixes: readonly string[]): T => {
  if (texts.size === 0) return value;
  const known = pieces(texts, prefixes);
  const holds = (text: string): boolean => {
    for (let at = 0; at + shortestFragment <= text.length; at += 1)
      if (known.has(text.slice(at, at + shortestFragment))) return true;
    return false;
  };
  // What we name ourselves is not taken from the repository.
  const own = new Set(['kind', 'commit', 'state', 'why', 'detail', 'ended', 'unknown']);
  return JSON.parse(JSON.stringify(value), (name, each: unknown) =>
    typeof each === 'string' && !own.has(name) && holds(each) ? withheld : each,
  );
};
