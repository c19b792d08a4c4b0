/** The secrets that the contract declares, by the form in which their provider gives them out. */
import type { Detector, Hit } from './detector.ts';
import { entropy, isPlaceholder } from './randomness.ts';

export interface DeclaredSecret {
  /** The environment variable. */
  readonly name: string;
  /** Public: `lin_api_`. */
  readonly prefix: string;
  /** Of the base62 part behind it. */
  readonly randomLength: number;
}

/** A shorter prefix, or none, stands in too many innocent texts; randomness near a credential's name finds these. */
const shortestPrefix = 3;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');

/** A counted alphabet (`abc...`) has the entropy of chance, so it is recognised by its order. */
const isCounted = (text: string): boolean => {
  let steps = 0;
  for (let at = 1; at < text.length; at += 1) if (text.charCodeAt(at) === text.charCodeAt(at - 1) + 1) steps += 1;
  return steps > text.length / 2;
};

/** A run of one character, a word said again and again: what people write in tests and examples. */
const isMadeUp = (random: string): boolean => entropy(random) < 3.2 || isCounted(random) || isPlaceholder(random);

export const declaredShapes = (secrets: readonly DeclaredSecret[]): Detector => {
  const patterns = secrets
    .filter(({ prefix }) => prefix.length >= shortestPrefix)
    .map(({ name, prefix, randomLength }) => {
      // Providers lengthen and shorten their keys, so a fifth less is still one.
      const least = Math.max(12, Math.floor(randomLength * 0.8));
      return { kind: `declared/${name}`, pattern: new RegExp(`${escaped(prefix)}([A-Za-z0-9]{${least},})`, 'g') };
    });
  return ({ text }) =>
    patterns.flatMap(({ kind, pattern }): readonly Hit[] =>
      [...text.matchAll(pattern)].flatMap(({ index, 0: whole, 1: random = '' }) =>
        isMadeUp(random) ? [] : [{ kind, start: index, end: index + whole.length }],
      ),
    );
};
