/** What every endpoint of the simulated OpenAI works with. */
import type { z } from 'zod';
import type { Json, JsonObject } from '../../harness/model/json.ts';
import type { LedgerEntry } from '../../harness/ports/provider.ts';
import { isJsonObject, parseJson } from '../json-body.ts';
import { checked, type Problem } from '../language-model/validation.ts';
import { hexId, idOf } from '../webhooks/ids.ts';
import {
  errorReply,
  invalidValue,
  missingParameter,
  noSuchModel,
  notJson,
  type OpenaiError,
  unknownParameter,
} from './errors.ts';
import { operationOf } from './operations.ts';

export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/** One case's organisation. */
export interface Organisation {
  readonly seed: number;
  /** Unix time in ms. */
  now(): number;
  /** Another number each time, from 1. */
  count(): number;
  record(entry: LedgerEntry): void;
  complain(complaint: string): void;
}

export const seconds = (ms: number): number => Math.floor(ms / 1000);

/** 32 hexadecimal digits behind a prefix, another id each time. */
export const newId = (organisation: Organisation, prefix: string): string =>
  `${prefix}${hexId(`openai ${organisation.seed} ${prefix} ${organisation.count()}`, 32)}`;

/** Letters and digits behind a prefix. */
export const newShortId = (organisation: Organisation, prefix: string, length: number): string =>
  `${prefix}${idOf(`openai ${organisation.seed} ${prefix} ${organisation.count()}`, length)}`;

export const recordFor = (organisation: Organisation, { method, url }: Call, entity: string, id: string): void =>
  organisation.record({ operation: operationOf(method, url.pathname), entity, id });

/** Refuses a request that is wrong in itself: the API's own error, and a complaint. */
export function refuse(organisation: Organisation, { method, url }: Call, error: OpenaiError, status = 400): Response {
  organisation.complain(`${operationOf(method, url.pathname)}: ${error.message}`);
  return errorReply(status, error);
}

const errorOf = (problem: Problem): OpenaiError => {
  if (problem.kind === 'unknown') return unknownParameter(problem.path);
  return problem.kind === 'missing' ? missingParameter(problem.path) : invalidValue(problem.path, problem.why);
};

/** Carries `endpoint` out on a body that fits the schema, and refuses any other. */
export function withBody<T>(
  organisation: Organisation,
  call: Call,
  schema: z.ZodType<T>,
  endpoint: (body: T) => Response,
): Response {
  const json = parseJson(call.body);
  if (!isJsonObject(json)) return refuse(organisation, call, notJson);
  const result = checked(schema, json);
  return 'problem' in result ? refuse(organisation, call, errorOf(result.problem)) : endpoint(result.value);
}

const knownModel = /^(?:gpt-|o\d|chatgpt-|text-embedding-)/;

/** The refusal for a model that does not exist; undefined for one that may. */
export const refuseModel = (organisation: Organisation, call: Call, model: string): Response | undefined =>
  knownModel.test(model) ? undefined : refuse(organisation, call, noSuchModel(model), 404);

/** Everything that is text in a prompt, in its order. */
export function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textIn).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  return ['content', 'text', 'output', 'arguments'].map((key) => textIn(Reflect.get(value, key))).join('');
}

/** A page of a list that is sorted newest first, by `limit` and `after`. */
export function page(items: readonly JsonObject[], url: URL, defaultLimit: number): JsonObject {
  const asked = Number(url.searchParams.get('limit') ?? defaultLimit);
  const limit = Number.isInteger(asked) && asked > 0 ? asked : defaultLimit;
  const after = url.searchParams.get('after');
  const from = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1;
  const data = items.slice(from, from + limit);
  const ends: { [key: string]: Json } = { first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
  return { object: 'list', data, ...ends, has_more: from + data.length < items.length };
}
