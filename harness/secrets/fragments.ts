/**
 * Finds every place where a text holds at least eight consecutive characters of a secret's random part. Eight
 * characters hold seven neighbouring pairs, so looking at every seventh pair of the text misses none.
 */

/** A secret to look for. The `prefix` is public: the search leaves it out. */
export interface ScannedSecret {
  readonly name: string;
  readonly value: string;
  readonly prefix: string;
}

export const shortestFragment = 8;

/** Characters `start` to `end` of the text are part of the random part of the secret with this index. */
export interface Fragment {
  readonly secret: number;
  readonly start: number;
  readonly end: number;
  /** Where in the random part the fragment begins. */
  readonly at: number;
}

export type Codes = Uint16Array | Uint8Array;
export type FindFragments = (codes: Codes, length: number) => readonly Fragment[];

const stride = shortestFragment - 1;
const none: readonly Fragment[] = [];

export const randomPart = ({ value, prefix }: ScannedSecret): string =>
  value.startsWith(prefix) ? value.slice(prefix.length) : value;

interface Occurrence {
  readonly secret: number;
  readonly at: number;
}

const pairIndex = (first: number, second: number): number => (first < 128 && second < 128 ? (first << 7) | second : -1);

export const createFragmentFinder = (secrets: readonly ScannedSecret[]): FindFragments => {
  const parts = secrets.map((secret) => Uint16Array.from(randomPart(secret), (character) => character.charCodeAt(0)));
  const pairs: (Occurrence[] | undefined)[] = new Array<Occurrence[] | undefined>(128 * 128).fill(undefined);
  for (const [secret, part] of parts.entries())
    for (let at = 0; at + 1 < part.length; at += 1) {
      const pair = pairIndex(part[at] ?? 0, part[at + 1] ?? 0);
      if (pair < 0) continue;
      const there = pairs[pair];
      if (there === undefined) pairs[pair] = [{ secret, at }];
      else there.push({ secret, at });
    }

  return (codes, length) => {
    let found: Fragment[] | undefined;
    for (let i = stride - 1; i + 1 < length; i += stride) {
      const first = codes[i] ?? 0;
      const second = codes[i + 1] ?? 0;
      if (first > 127 || second > 127) continue;
      const occurrences = pairs[(first << 7) | second];
      if (occurrences === undefined) continue;
      for (const { secret, at } of occurrences) {
        const fragment = grown(codes, length, parts[secret] ?? new Uint16Array(), secret, i, at);
        if (fragment === undefined || known(found, fragment, i)) continue;
        found ??= [];
        found.push(fragment);
      }
    }
    return found ?? none;
  };
};

const grown = (
  codes: Codes,
  length: number,
  part: Uint16Array,
  secret: number,
  index: number,
  position: number,
): Fragment | undefined => {
  let start = index;
  let at = position;
  while (start > 0 && at > 0 && codes[start - 1] === part[at - 1]) {
    start -= 1;
    at -= 1;
  }
  let end = index + 2;
  let next = position + 2;
  while (end < length && next < part.length && codes[end] === part[next]) {
    end += 1;
    next += 1;
  }
  return end - start >= shortestFragment ? { secret, start, end, at } : undefined;
};

/** A long fragment is met at several pairs; those met before this one end behind `index`. */
const known = (found: readonly Fragment[] | undefined, fragment: Fragment, index: number): boolean => {
  if (found === undefined) return false;
  for (let i = found.length - 1; i >= 0; i -= 1) {
    const other = found[i];
    if (other === undefined || other.end <= index) return false;
    if (other.secret === fragment.secret && other.start === fragment.start && other.at === fragment.at) return true;
  }
  return false;
};
