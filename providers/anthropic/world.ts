/** One case's Anthropic: MSW handlers over a workspace that is thrown away with the case. */
import { http } from 'msw';
import type { LedgerEntry, OpenContext, OpenProvider } from '../../harness/ports/provider.ts';
import { isJsonObject, parseJson } from '../json-body.ts';
import { tokensIn } from '../language-model/answer.ts';
import { type Batches, createBatch, listBatches, onBatch, seedBatches } from './batches.ts';
import { type Call, refuse, textIn, type Workspace, withBody } from './call.ts';
import { commonHeaders, credentialIn, requestIdFrom } from './dialect.ts';
import {
  errorReply,
  invalidRequest,
  notFound,
  rateLimitReached,
  spendLimitReached,
  unauthenticated,
} from './errors.ts';
import { ask, count } from './messages.ts';
import { listModels, oneModel } from './models.ts';
import { type AnthropicOptions, anthropicOrigin } from './provider.ts';
import { defaultLimits, openQuota, type Quota } from './rate-limits.ts';
import { batchRequest, countRequest, messageRequest } from './schemas.ts';

export function openWorld(context: OpenContext, options: AnthropicOptions): OpenProvider {
  const ledger: LedgerEntry[] = [];
  const complaints: string[] = [];
  const quota = openQuota({ ...defaultLimits, ...options.limits });
  const batches = seedBatches(context.now());
  let counted = 0;
  let replies = 0;
  const workspace: Workspace = {
    seed: context.seed,
    now: () => context.now(),
    count: () => ++counted,
    spend: (tokens) => quota.spend(tokens, context.now()),
    record: (entry) => ledger.push(entry),
    complain: (complaint) => complaints.push(complaint),
  };

  const answer = (call: Call): Response =>
    authorise(workspace, call, context) ??
    meter(call, quota, context.now(), options.spendLimitReached === true) ??
    route(workspace, call, batches) ??
    refuse(workspace, call, notFound('Not Found'), 404);

  return {
    handlers: [
      http.all(`${anthropicOrigin}/*`, async ({ request }) => {
        const requestId = requestIdFrom(`${context.seed} ${++replies}`);
        const { method, headers } = request;
        const reply = answer({ method, headers, url: new URL(request.url), body: await request.text(), requestId });
        const told = { ...commonHeaders(requestId), ...(reply.status === 401 ? {} : quota.headers(context.now())) };
        for (const [name, value] of Object.entries(told)) if (!reply.headers.has(name)) reply.headers.set(name, value);
        return reply;
      }),
    ],
    ledger: () => [...ledger],
    takeComplaints: () => complaints.splice(0),
  };
}

const versions = new Set(['2023-01-01', '2023-06-01', '2026-10-21']);

/** Both forms of authentication and every known version are taken, in any combination. */
function authorise(workspace: Workspace, call: Call, { credentials }: OpenContext): Response | undefined {
  const carried = credentialIn(call.headers);
  if (carried === undefined) return refuse(workspace, call, unauthenticated('x-api-key header is required'), 401);
  if (carried !== credentials.apiKey) return errorReply(401, unauthenticated('invalid x-api-key'), call.requestId);
  const version = call.headers.get('anthropic-version');
  if (version === null) return refuse(workspace, call, invalidRequest('anthropic-version: header is required'));
  if (versions.has(version)) return undefined;
  return refuse(workspace, call, invalidRequest('anthropic-version: the header names no version of this API'));
}

const costly = new Set(['/v1/messages', '/v1/messages/batches']);

function meter(
  { method, url, body, requestId }: Call,
  quota: Quota,
  now: number,
  spent: boolean,
): Response | undefined {
  const costs = method === 'POST' && costly.has(url.pathname);
  if (costs && spent) return errorReply(429, spendLimitReached, requestId);
  const asked = costs ? parseJson(body) : undefined;
  const tokens = isJsonObject(asked) && asked.messages !== undefined ? tokensIn(textIn(asked.messages)) : 0;
  const exhausted = quota.take(tokens, now);
  if (exhausted === undefined) return undefined;
  const headers = new Headers({ 'retry-after': String(Math.ceil(exhausted.waitMs / 1000)) });
  return errorReply(429, rateLimitReached(exhausted.unit, exhausted.limit), requestId, headers);
}

/** Undefined for what this API does not have, or what is not simulated of it. */
function route(workspace: Workspace, call: Call, batches: Batches): Response | undefined {
  const { method, url } = call;
  switch (`${method} ${url.pathname}`) {
    case 'POST /v1/messages':
      return withBody(workspace, call, messageRequest, (body) => ask(workspace, call, body));
    case 'POST /v1/messages/count_tokens':
      return withBody(workspace, call, countRequest, (body) => count(workspace, call, body));
    case 'POST /v1/messages/batches':
      return withBody(workspace, call, batchRequest, (body) => createBatch(workspace, call, batches, body));
    case 'GET /v1/messages/batches':
      return listBatches(workspace, call, batches);
    case 'GET /v1/models':
      return listModels(call);
  }
  const [, batch, part] = /^\/v1\/messages\/batches\/([^/]+)(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
  if (batch !== undefined) return onBatch(workspace, call, batches, batch, part);
  const [, model] = /^\/v1\/models\/([^/]+)$/.exec(url.pathname) ?? [];
  return model === undefined || method !== 'GET' ? undefined : oneModel(call, model);
}
