/** Scans a JSON value: its strings, its keys, and arrays over whose entries a secret was spread. */
import type { Json, JsonObject } from '../model/json.ts';
import type { Sighting } from '../model/trace.ts';
import type { Search } from './search.ts';
import type { Scanned, ScannedJson } from './text-scanner.ts';
import { plainView } from './views.ts';

const deepest = 32;
const mostValues = 20_000;

type ScanText = (text: string, where: string) => Scanned;

export const createJsonScan = ({ secrets, find }: Search, scan: ScanText) => {
  /** Entries that are strings, with what they hold of a secret only together taken out. */
  const rejoined = (entries: readonly string[], where: string, sightings: Sighting[]): readonly string[] => {
    const joined = plainView(entries.join(''));
    const fragments = find(joined.codes, joined.length);
    if (fragments.length === 0) return entries;
    const names = fragments.map(({ secret }) => secrets[secret]?.name ?? 'secret');
    sightings.push(...names.map((secret) => ({ secret, form: 'split' as const, where })));
    let offset = 0;
    return entries.map((entry) => {
      const begin = offset;
      offset += entry.length;
      const hit = fragments.findIndex(({ start, end }) => start < begin + entry.length && end > begin);
      return hit < 0 ? entry : `<${names[hit] ?? 'secret'}>`;
    });
  };

  return (value: Json, where: string): ScannedJson => {
    const sightings: Sighting[] = [];
    let values = 0;
    const text = (raw: string): string => {
      const scanned = scan(raw, where);
      sightings.push(...scanned.sightings);
      return scanned.redacted;
    };
    const walk = (node: Json, depth: number): Json => {
      values += 1;
      if (values > mostValues) return '… (too many values)';
      if (typeof node === 'string') return text(node);
      if (typeof node !== 'object' || node === null) return node;
      if (depth >= deepest) return '… (too deep)';
      if (isArray(node)) {
        const entries = node.slice(0, mostValues).map((entry) => walk(entry, depth + 1));
        return entries.every((entry) => typeof entry === 'string') ? rejoined(entries, where, sightings) : entries;
      }
      return Object.fromEntries(
        Object.entries(node)
          .slice(0, mostValues)
          .map(([key, entry]) => [text(key), walk(entry, depth + 1)]),
      ) satisfies JsonObject;
    };
    const redacted = walk(value, 0);
    // A form that only shows in the whole: better no value than a part of a secret.
    const whole = scan(JSON.stringify(redacted), where);
    return whole.sightings.length === 0
      ? { sightings: distinct(sightings), redacted }
      : { sightings: distinct([...sightings, ...whole.sightings]), redacted: whole.redacted };
  };
};

const isArray = (node: Json): node is readonly Json[] => Array.isArray(node);

const distinct = (sightings: readonly Sighting[]): readonly Sighting[] => [
  ...new Map(sightings.map((sighting) => [`${sighting.form} ${sighting.secret}`, sighting])).values(),
];
