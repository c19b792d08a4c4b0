/** Seeded values for scalars and enumerations, in the form that the names of field and type suggest. */
import { type GraphQLLeafType, isEnumType } from 'graphql';
import type { Json } from '../../harness/model/json.ts';
import { digest, uuidFrom } from '../digest.ts';

const numberFrom = (text: string, limit: number): number => Number.parseInt(digest(text).slice(0, 8), 16) % limit;

const words = [
  'amber',
  'basalt',
  'cedar',
  'delta',
  'ember',
  'fjord',
  'grove',
  'harbor',
  'island',
  'juniper',
  'lagoon',
  'meadow',
];
const wordFrom = (text: string): string => words[numberFrom(text, words.length)] ?? '';

const minuteMs = 60_000;
const twoYearsInMinutes = 730 * 24 * 60;
/** Within the two years before 2026. */
const timeFrom = (text: string): string =>
  new Date(Date.UTC(2024, 0, 1) + numberFrom(text, twoYearsInMinutes) * minuteMs).toISOString();

/** Text by what it is called, else two words. */
function textFrom(name: string, from: string): string {
  if (/e-?mail/i.test(name)) return `${wordFrom(from)}${numberFrom(from, 1000)}@example.com`;
  if (/ur[il]$|link$|href$/i.test(name)) return `https://example.com/${wordFrom(from)}/${numberFrom(from, 10_000)}`;
  if (/datetime|timestamp|time$|At$|_at$/i.test(name)) return timeFrom(from);
  if (/date$/i.test(name)) return timeFrom(from).slice(0, 10);
  if (/uuid/i.test(name)) return uuidFrom(from);
  return `${wordFrom(from)} ${wordFrom(`${from} again`)}`;
}

/** The same for the same `from`. */
export function leafFrom(type: GraphQLLeafType, field: string, from: string): Json {
  if (isEnumType(type)) {
    const values = type.getValues();
    return values[numberFrom(from, values.length)]?.name ?? null;
  }
  switch (type.name) {
    case 'ID':
      return uuidFrom(from);
    case 'Int':
      return numberFrom(from, 100);
    case 'Float':
      return numberFrom(from, 10_000) / 100;
    case 'Boolean':
      return numberFrom(from, 2) === 1;
    case 'String':
      return textFrom(field, from);
    default:
      if (/json|object|map/i.test(type.name)) return {};
      if (/int|long|count/i.test(type.name)) return numberFrom(from, 1000);
      return textFrom(type.name, from);
  }
}
