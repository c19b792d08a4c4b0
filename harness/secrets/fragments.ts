/**
 * Finds every place where a text holds at least eight consecutive characters of a secret's random part, as they are or
 * in base64. Eight characters hold seven neighbouring pairs, so looking at every seventh pair of the text misses none.
 */

/** A secret to look for. The `prefix` is public: the search leaves it out. */
export interface ScannedSecret {
  readonly name: string;
  readonly value: string;
  readonly prefix: string;
}

export const shortestFragment = 8;

/** Characters `start` to `end` of the text are part of what identifies the secret with this index. */
export interface Fragment {
  readonly secret: number;
  readonly start: number;
  readonly end: number;
  /** Where in the searched part the fragment begins. */
  readonly at: number;
}

export type Codes = Uint16Array | Uint8Array;
export type FindFragments = (codes: Codes, length: number) => readonly Fragment[];

const none: readonly Fragment[] = [];

export const randomPart = ({ value, prefix }: ScannedSecret): string =>
  value.startsWith(prefix) ? value.slice(prefix.length) : value;

/** A text that identifies the secret with this index. ASCII. */
interface Part {
  readonly secret: number;
  readonly text: string;
}

interface Occurrence {
  readonly secret: number;
  readonly part: Uint16Array;
  readonly at: number;
}

const codesOf = (text: string): Uint16Array => Uint16Array.from(text, (character) => character.charCodeAt(0));

/** Finds at least `shortest` consecutive characters of any of the parts, as many as there are. */
const createFinder = (parts: readonly Part[], shortest: number): FindFragments => {
  const slots = new Uint16Array(128 * 128);
  const occurrences: Occurrence[][] = [[]];
  for (const { secret, text } of parts) {
    const part = codesOf(text);
    for (let at = 0; at + 1 < part.length; at += 1) {
      const pair = ((part[at] ?? 0) << 7) | (part[at + 1] ?? 0);
      const slot = slots[pair] || occurrences.push([]) - 1;
      slots[pair] = slot;
      occurrences[slot]?.push({ secret, part, at });
    }
  }

  const stride = shortest - 1;
  return (codes, length) => {
    let found: Fragment[] | undefined;
    for (let i = stride - 1; i + 1 < length; i += stride) {
      const first = codes[i] ?? 0;
      const second = codes[i + 1] ?? 0;
      if (first > 127 || second > 127) continue;
      const slot = slots[(first << 7) | second] ?? 0;
      if (slot === 0) continue;
      for (const occurrence of occurrences[slot] ?? []) {
        const fragment = grown(codes, length, occurrence, i);
        if (fragment.end - fragment.start < shortest || known(found, fragment, i)) continue;
        found ??= [];
        found.push(fragment);
      }
    }
    return found ?? none;
  };
};

const grown = (codes: Codes, length: number, { secret, part, at }: Occurrence, index: number): Fragment => {
  let start = index;
  let begin = at;
  while (start > 0 && begin > 0 && codes[start - 1] === part[begin - 1]) {
    start -= 1;
    begin -= 1;
  }
  let end = index + 2;
  let next = at + 2;
  while (end < length && next < part.length && codes[end] === part[next]) {
    end += 1;
    next += 1;
  }
  return { secret, start, end, at: begin };
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

export const createFragmentFinder = (secrets: readonly ScannedSecret[]): FindFragments =>
  createFinder(
    secrets.map((secret, index) => ({ secret: index, text: randomPart(secret) })),
    shortestFragment,
  );

/** Digits that eight characters fill by themselves, whatever stands before and after them. */
const shortestBase64 = 9;

/** The base64 digits that the text fills by itself, when `before` (0 to 2) bytes stand before it in their group of three. */
const base64Digits = (text: string, before: number): string => {
  const digits = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]).toString('base64url');
  return digits.slice(Math.ceil((before * 8) / 6), Math.floor(((before + text.length) * 8) / 6));
};

/** Finds fragments in base64 and base64url, at all three alignments: for base62 text the two alphabets are one. */
export const createBase64Finder = (secrets: readonly ScannedSecret[]): FindFragments =>
  createFinder(
    secrets.flatMap((secret, index) =>
      [0, 1, 2].map((before) => ({ secret: index, text: base64Digits(randomPart(secret), before) })),
    ),
    shortestBase64,
  );
