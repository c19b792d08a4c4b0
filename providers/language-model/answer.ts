/**
 * What a simulated model answers. The same question gets the same answer within a case, so that what a client puts
 * together from a stream can be compared with what it was told at once.
 */
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { digest } from '../digest.ts';
import { isJsonObject } from '../json-body.ts';

/** Not ASCII alone: a client that cuts UTF-8 in the middle of a character is found by its answer. */
const sentences = [
  'The café opens at nine and closes at six.',
  'Naïve estimates are usually too low, by a factor of π.',
  '東京 is nine hours ahead of Greenwich.',
  'A retry without a pause makes an outage longer ⚠️.',
  'Three of the five tasks are done ✅, two are left.',
  'The invoice comes to 1\u202f299,00\u00a0€, due in thirty days.',
  'Nothing in the report contradicts this.',
  'Zoë and Łukasz reviewed it on Tuesday 👍🏽.',
];

export interface Ask {
  readonly seed: number;
  /** Everything that the client said, as text. */
  readonly prompt: string;
  /** Answers end after so many tokens. */
  readonly maxTokens?: number;
}

export interface Answer {
  /** As they would be streamed: a word and the space before it. */
  readonly pieces: readonly string[];
  readonly text: string;
  readonly tokens: number;
  /** It ended because of `maxTokens`. */
  readonly cut: boolean;
}

const wordsOf = (text: string): readonly string[] => text.match(/\s*\S+/g) ?? [];

const cutTo = (pieces: readonly string[], maxTokens: number | undefined): Answer => {
  const kept = pieces.slice(0, maxTokens);
  return { pieces: kept, text: kept.join(''), tokens: kept.length, cut: kept.length < pieces.length };
};

/** Two to four sentences. A token is a word here. */
export const answerTo = ({ seed, prompt, maxTokens }: Ask): Answer => {
  const lot = digest(`answer ${seed} ${prompt}`);
  const count = 2 + (Number.parseInt(lot.slice(0, 2), 16) % 3);
  const first = Number.parseInt(lot.slice(2, 4), 16);
  const chosen = Array.from({ length: count }, (_, index) => sentences[(first + index * 3) % sentences.length] ?? '');
  return cutTo(wordsOf(chosen.join(' ')), maxTokens);
};

/** A text that is given, such as JSON, as an answer. */
export const answerOf = (text: string, maxTokens?: number): Answer => cutTo(wordsOf(text), maxTokens);

/** About four characters to a token, as the providers themselves tell people to estimate. At least 1. */
export const tokensIn = (text: string): number => Math.max(1, Math.ceil(text.length / 4));

const sampleText = 'sample';

/** A value that fits the common part of a JSON schema: what a model would fill in for a tool or a structured answer. */
export function sampleOf(schema: Json | undefined, depth = 0): Json {
  if (!isJsonObject(schema) || depth > 8) return {};
  const { const: constant, enum: choices, anyOf, type } = schema;
  if (constant !== undefined) return constant;
  if (Array.isArray(choices) && choices[0] !== undefined) return choices[0];
  if (Array.isArray(anyOf)) return sampleOf(anyOf[0], depth + 1);
  switch (Array.isArray(type) ? type[0] : type) {
    case 'string':
      return sampleText;
    case 'integer':
    case 'number':
      return typeof schema.minimum === 'number' ? schema.minimum : 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return [sampleOf(schema.items, depth + 1)];
    default:
      return sampleMembers(schema.properties, depth);
  }
}

const sampleMembers = (properties: Json | undefined, depth: number): JsonObject =>
  isJsonObject(properties)
    ? Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, sampleOf(schema, depth + 1)]))
    : {};
