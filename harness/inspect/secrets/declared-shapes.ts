/** The secrets that the contract declares, by the form in which their provider gives them out. */
import type { Detector, Hit } from './detector.ts';
import { isMadeUp } from './randomness.ts';

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
