/** What a request to OpenAI asks for, told from its method, path and body alone. */
import type { ReceivedRequest } from '../../harness/ports/provider.ts';
import { canonicalJson, digest } from '../digest.ts';
import { isJsonObject, parseJson } from '../json-body.ts';

const collections = ['chat/completions', 'responses', 'files', 'batches', 'models'];
const byId = new RegExp(`^/v1/(${collections.join('|')})/[^/]+`);

/** `GET /v1/files/{id}/content`. */
export const operationOf = (method: string, path: string): string => `${method} ${path.replace(byId, '/v1/$1/{id}')}`;

/** A question changes nothing but the bill, unless its answer is kept: chat completions on request, responses always but then. */
export function isStateChanging(operation: string, body: string): boolean {
  const members = parseJson(body);
  const store = isJsonObject(members) ? members.store : undefined;
  switch (operation) {
    case 'POST /v1/chat/completions':
      return store === true;
    case 'POST /v1/responses':
      return store !== false;
    case 'POST /v1/embeddings':
      return false;
    default:
      return !/^(?:GET|HEAD) /.test(operation);
  }
}

/** Deleted or cancelled twice is deleted or cancelled. */
export const repeatsWithoutHarm = (operation: string): boolean => /^DELETE |\/cancel$/.test(operation);

/** Multipart bodies are divided by a text that is random for each attempt. */
const boundaryOf = (headers: Headers): string | undefined =>
  /boundary="?([^";]+)"?/i.exec(headers.get('content-type') ?? '')?.[1];

export function fingerprintOf({ method, url, headers, body }: ReceivedRequest): string {
  const boundary = boundaryOf(headers);
  const json = parseJson(body);
  const alike = boundary === undefined ? body : body.replaceAll(boundary, 'boundary');
  return digest(`${method} ${url.pathname}${url.search}\n${json === undefined ? alike : canonicalJson(json)}`);
}
