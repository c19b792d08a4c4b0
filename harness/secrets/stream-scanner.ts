/**
 * Scans the lines of a log as they come. A secret that was spread over consecutive lines, by a line break or in the
 * same field of JSON lines, is reported on the line where it ends.
 */
import { randomPart, type ScannedSecret } from './fragments.ts';
import { createSearch, inOrder, type Match, redact } from './search.ts';
import { type Scanned, scannable, scannerOver, sightingsOf } from './text-scanner.ts';
import { plainView, squeezedView, type View } from './views.ts';

export interface StreamScanner {
  /** The next line, without its line break. `where` (`text` unless said) is copied into the sightings. */
  scan(line: string, where?: string): Scanned;
}

const mostFields = 32;

/** What crosses from the lines before into this one: how many of its (squeezed) characters belong to which secret. */
interface Crossing {
  readonly secret: number;
  readonly length: number;
}

interface Channel {
  readonly tail: string;
  readonly crossings: readonly Crossing[];
}

export const createStreamScanner = (secrets: readonly ScannedSecret[]): StreamScanner => {
  const search = createSearch(secrets);
  const scanner = scannerOver(search);
  const remembered = Math.max(0, ...secrets.map((secret) => randomPart(secret).length));

  const advance = (tail: string, piece: string): Channel => {
    const joined = plainView(tail + piece);
    const crossings = search
      .find(joined.codes, joined.length)
      .filter(({ start, end }) => start < tail.length && end > tail.length)
      .map(({ secret, end }) => ({ secret, length: end - tail.length }));
    return { tail: remembered === 0 ? '' : (tail + piece).slice(-remembered), crossings };
  };

  let lineTail = '';
  let fieldTails: ReadonlyMap<string, string> = new Map();

  const inText = (line: string): readonly Match[] => {
    const squeezed = squeezedView(plainView(line));
    const { tail, crossings } = advance(lineTail, textOf(squeezed));
    lineTail = tail;
    return crossings.map(({ secret, length }) => ({
      secret,
      form: 'split',
      start: squeezed.source(0, 1).start,
      end: squeezed.source(0, length).end,
    }));
  };

  const inFields = (line: string): readonly Match[] => {
    const fields = stringFields(line);
    if (fields === undefined) return [];
    const tails = new Map<string, string>();
    const matches: Match[] = [];
    for (const [field, value] of fields) {
      const { tail, crossings } = advance(fieldTails.get(field) ?? '', value);
      tails.set(field, tail);
      for (const { secret, length } of crossings)
        matches.push({ secret, form: 'split', ...pieceInLine(line, field, value.slice(0, length)) });
    }
    fieldTails = tails;
    return matches;
  };

  return {
    scan(line, where = 'text') {
      const searched = scannable(line);
      const split = [...inText(searched), ...inFields(searched)];
      if (split.length === 0) return scanner.scan(searched, where);
      const matches = inOrder([...split, ...search.matches(searched)]);
      return { sightings: sightingsOf(matches, secrets, where), redacted: redact(searched, matches, search) };
    },
  };
};

const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });
const textOf = ({ codes, length }: View): string => decoder.decode(codes.subarray(0, length));

const stringFields = (line: string): readonly (readonly [string, string])[] | undefined => {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.entries(value)
      .slice(0, mostFields)
      .flatMap(([field, entry]) => (typeof entry === 'string' ? [[field, entry] as const] : []));
  } catch {
    return undefined;
  }
};

/** The piece stands at the beginning of the field's value; a line that writes it otherwise is taken out whole. */
const pieceInLine = (line: string, field: string, piece: string): { readonly start: number; readonly end: number } => {
  const key = JSON.stringify(field);
  for (let at = line.indexOf(key); at >= 0; at = line.indexOf(key, at + 1)) {
    const opening = /^\s*:\s*"/.exec(line.slice(at + key.length, at + key.length + 64));
    const start = at + key.length + (opening?.[0].length ?? 0);
    if (opening !== null && line.startsWith(piece, start)) return { start, end: start + piece.length };
  }
  return { start: 0, end: line.length };
};
