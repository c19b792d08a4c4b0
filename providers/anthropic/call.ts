/** What every endpoint of the simulated Anthropic works with. */
import type { z } from 'zod';
import type { JsonObject } from '../../harness/model/json.ts';
import type { LedgerEntry } from '../../harness/ports/provider.ts';
import { isJsonObject, parseJson } from '../json-body.ts';
import { checked, type Problem } from '../language-model/validation.ts';
import { idOf } from '../webhooks/ids.ts';
import { type AnthropicError, errorReply, invalidRequest, notFound } from './errors.ts';
import { operationOf } from './operations.ts';

export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
  /** Of this request: in a header of its reply, and in the body of an error. */
  readonly requestId: string;
}

/** One case's workspace. */
export interface Workspace {
  readonly seed: number;
  /** Unix time in ms. */
  now(): number;
  /** Another number each time, from 1. */
  count(): number;
  /** Tokens of an answer, for the quota. */
  spend(outputTokens: number): void;
  record(entry: LedgerEntry): void;
  complain(complaint: string): void;
}

export const newId = (workspace: Workspace, prefix: string): string =>
  `${prefix}01${idOf(`anthropic ${workspace.seed} ${prefix} ${workspace.count()}`, 22)}`;

export const recordFor = (workspace: Workspace, { method, url }: Call, entity: string, id: string): void =>
  workspace.record({ operation: operationOf(method, url.pathname), entity, id });

/** Refuses a request that is wrong in itself: the API's own error, and a complaint. */
export function refuse(workspace: Workspace, call: Call, error: AnthropicError, status = 400): Response {
  workspace.complain(`${operationOf(call.method, call.url.pathname)}: ${error.message}`);
  return errorReply(status, error, call.requestId);
}

const sentenceOf = (problem: Problem): string => {
  const path = problem.path.replaceAll(/\[(\d+)\]/g, '.$1');
  if (problem.kind === 'unknown') return `${path}: Extra inputs are not permitted`;
  return problem.kind === 'missing' ? `${path}: Field required` : `${path}: ${problem.why}`;
};

/** Carries `endpoint` out on a body that fits the schema, and refuses any other. */
export function withBody<T>(
  workspace: Workspace,
  call: Call,
  schema: z.ZodType<T>,
  endpoint: (body: T) => Response,
): Response {
  const json = parseJson(call.body);
  if (!isJsonObject(json)) return refuse(workspace, call, invalidRequest('The request body is not valid JSON.'));
  const result = checked(schema, json);
  return 'problem' in result
    ? refuse(workspace, call, invalidRequest(sentenceOf(result.problem)))
    : endpoint(result.value);
}

/** The refusal for a model that does not exist; undefined for one that may. */
export const refuseModel = (workspace: Workspace, call: Call, model: string): Response | undefined =>
  model.startsWith('claude-') ? undefined : refuse(workspace, call, notFound(`model: ${model}`), 404);

/** Everything that is text in a prompt, in its order. */
export function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textIn).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  return ['content', 'text', 'input'].map((key) => textIn(Reflect.get(value, key))).join('');
}

/** A page of a list that is sorted newest first, by `limit`, `after_id` and `before_id`. */
export function page(items: readonly JsonObject[], url: URL): JsonObject {
  const asked = Number(url.searchParams.get('limit') ?? 20);
  const limit = Number.isInteger(asked) && asked > 0 && asked <= 1000 ? asked : 20;
  const placeOf = (name: string): number => items.findIndex(({ id }) => id === url.searchParams.get(name));
  const backwards = url.searchParams.has('before_id');
  const end = backwards ? placeOf('before_id') : Math.min(items.length, placeOf('after_id') + 1 + limit);
  const start = backwards ? Math.max(0, end - limit) : placeOf('after_id') + 1;
  const data = items.slice(start, end);
  return {
    data,
    has_more: backwards ? start > 0 : end < items.length,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}
