/** Payloads drawn from a seed: names and dates by faker, and one text that is awkward in the way real ones are. */
import type { Faker } from '@faker-js/faker';
import { faker as sharedFaker } from '@faker-js/faker/locale/en';
import fc, { type Arbitrary } from 'fast-check';
import type { JsonObject } from '../../harness/model/json.ts';

// An instance of our own, so that seeding it never disturbs others; its class taken from an instance, because importing
// the class itself loads every locale.
const OwnFaker = sharedFaker.constructor as typeof Faker;
const faker = new OwnFaker({ locale: sharedFaker.rawDefinitions });

/** Each has a letter beyond ASCII, a slash and an ampersand: what providers escape differently, if they do. */
const awkwardTexts = [
  'Café & bar – prices in €/h',
  'Straße "Süd" & Ost/West',
  '請求書 & 領収書/2026 🚀',
  'Tom & Jérôme’s <b>notes</b>',
  'back\\slash, tab\t & naïve/quote"',
  'zero\u200bwidth & line\u2028separator / ＡＢＣ',
] as const;

/** Drawn without a bias to small seeds: two events of one plan would often be one and the same. The text is for the one place where people write what they like: a title, a name, a message. */
export const drawn = (build: (faker: Faker, text: string) => JsonObject): Arbitrary<JsonObject> =>
  fc.record({ seed: fc.noBias(fc.nat()), text: fc.constantFrom(...awkwardTexts) }).map(({ seed, text }) => {
    faker.seed(seed);
    return build(faker, text);
  });

const spring = { from: '2026-03-01T00:00:00Z', to: '2026-05-31T23:59:59Z' };

/** A moment before any case begins, in Unix ms. */
export const momentOf = (each: Faker): number => each.date.between(spring).getTime();

export const isoOf = (ms: number): string => new Date(ms).toISOString();
export const secondsOf = (ms: number): number => Math.floor(ms / 1000);
