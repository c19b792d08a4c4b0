/** What a request to Anthropic asks for, told from its method, path and body alone. */
import type { ReceivedRequest } from '../../harness/ports/provider.ts';
import { canonicalJson, digest } from '../digest.ts';
import { parseJson } from '../json-body.ts';

/** `GET /v1/messages/batches/{id}/results`. */
export const operationOf = (method: string, path: string): string =>
  `${method} ${path.replace(/^\/v1\/(messages\/batches|models)\/[^/]+/, '/v1/$1/{id}')}`;

const questions = new Set(['POST /v1/messages', 'POST /v1/messages/count_tokens']);

/** A question changes nothing but the bill: no answer is kept. */
export const isStateChanging = (operation: string): boolean =>
  !questions.has(operation) && !/^(?:GET|HEAD) /.test(operation);

/** Deleted or cancelled twice is deleted or cancelled. */
export const repeatsWithoutHarm = (operation: string): boolean => /^DELETE |\/cancel$/.test(operation);

export function fingerprintOf({ method, url, body }: ReceivedRequest): string {
  const json = parseJson(body);
  return digest(`${method} ${url.pathname}${url.search}\n${json === undefined ? body : canonicalJson(json)}`);
}
