/**
 * Finds secrets in whatever is about to be stored or shown, and gives it back without them: each is replaced by its
 * name, `<LINEAR_API_KEY>`. STD-17-01 §1.2, §1.3 and §2.5.
 */
import type { Json } from '../model/json.ts';
import type { Sighting } from '../model/trace.ts';
import type { ScannedSecret } from './fragments.ts';
import { createJsonScan } from './scan-json.ts';
import { createSearch, type Match, redact, type Search } from './search.ts';

export interface Scanned {
  /** One for each secret and form, in the order of the text. */
  readonly sightings: readonly Sighting[];
  /** Holds no eight consecutive characters of any secret's random part, in none of the forms. */
  readonly redacted: string;
}

export interface ScannedJson {
  readonly sightings: readonly Sighting[];
  readonly redacted: Json;
}

export interface Scanner {
  /** `where` is copied into the sightings: `url`, `body`, `header:authorization`. */
  scan(text: string, where: string): Scanned;
  /** Scans keys and strings at any depth; what is nested or repeated beyond measure is left out, never passed on. */
  scanJson(value: Json, where: string): ScannedJson;
}

/** Characters. What follows is left out of the redacted text, so that nothing unsearched is ever passed on. */
export const longestScanned = 1_048_576;

export const scannable = (text: string): string =>
  text.length <= longestScanned
    ? text
    : `${text.slice(0, longestScanned)}… (${text.length - longestScanned} more characters, not searched)`;

export const sightingsOf = (
  matches: readonly Match[],
  secrets: readonly ScannedSecret[],
  where: string,
): readonly Sighting[] => {
  const seen = new Map<string, Sighting>();
  for (const { secret, form } of matches) {
    const name = secrets[secret]?.name ?? 'secret';
    const key = `${form} ${name}`;
    if (!seen.has(key)) seen.set(key, { secret: name, form, where });
  }
  return [...seen.values()];
};

const nothing: readonly Sighting[] = [];

/** Finds each secret's random part, or eight consecutive characters of it, in the forms of `SightingForm`. */
export const createScanner = (secrets: readonly ScannedSecret[]): Scanner => scannerOver(createSearch(secrets));

export const scannerOver = (search: Search): Scanner => {
  const scan = (text: string, where: string): Scanned => {
    const searched = scannable(text);
    const matches = search.matches(searched);
    if (matches.length === 0) return { sightings: nothing, redacted: searched };
    return {
      sightings: sightingsOf(matches, search.secrets, where),
      redacted: redact(searched, matches, search),
    };
  };
  return { scan, scanJson: createJsonScan(search, scan) };
};
