/** One case's OpenAI: MSW handlers over an organisation that is thrown away with the case. */
import { http } from 'msw';
import type { LedgerEntry, OpenContext, OpenProvider } from '../../harness/ports/provider.ts';
import { isJsonObject, parseJson } from '../json-body.ts';
import { tokensIn } from '../language-model/answer.ts';
import { createBatch, listBatches, onBatch } from './batches.ts';
import { type Call, type Organisation, recordFor, refuse, textIn, withBody } from './call.ts';
import { chat } from './chat.ts';
import { bearerOf, commonHeaders, requestIdFrom } from './dialect.ts';
import { embed } from './embeddings.ts';
import {
  errorReply,
  incorrectKey,
  insufficientQuota,
  missingKey,
  noSuch,
  noSuchModel,
  rateLimitReached,
  unknownUrl,
} from './errors.ts';
import { listFiles, onFile, upload } from './files.ts';
import { type OpenaiOptions, openaiOrigin } from './provider.ts';
import { defaultLimits, goDuration, openQuota, type Quota } from './rate-limits.ts';
import { respond } from './responses.ts';
import { batchRequest, chatRequest, embeddingRequest, responseRequest } from './schemas.ts';
import { type OrganisationState, seedOrganisation } from './state.ts';

export function openWorld(context: OpenContext, options: OpenaiOptions): OpenProvider {
  const ledger: LedgerEntry[] = [];
  const complaints: string[] = [];
  const quota = openQuota({ ...defaultLimits, ...options.limits });
  const beganAt = context.now();
  let counted = 0;
  let replies = 0;
  let seeded: OrganisationState | undefined;
  const organisation: Organisation = {
    seed: context.seed,
    now: () => context.now(),
    count: () => ++counted,
    record: (entry) => ledger.push(entry),
    complain: (complaint) => complaints.push(complaint),
  };
  const state = () => {
    // Seeded at the first request: many cases never get that far.
    seeded ??= seedOrganisation(context.seed, beganAt);
    return seeded;
  };

  const answer = async (call: Call): Promise<Response> => {
    const unauthorised = authorise(organisation, call, context);
    if (unauthorised !== undefined) return unauthorised;
    const refused = meter(call, quota, context.now(), options.outOfCredit === true);
    return (
      refused ??
      (await route(organisation, call, state())) ??
      refuse(organisation, call, unknownUrl(call.method, call.url.pathname), 404)
    );
  };

  return {
    handlers: [
      http.all(`${openaiOrigin}/*`, async ({ request }) => {
        const { method, headers } = request;
        const reply = await answer({ method, headers, url: new URL(request.url), body: await request.text() });
        const id = requestIdFrom(`${context.seed} ${++replies}`);
        const told = { ...commonHeaders(id), ...(reply.status === 401 ? {} : quota.headers(context.now())) };
        for (const [name, value] of Object.entries(told)) if (!reply.headers.has(name)) reply.headers.set(name, value);
        return reply;
      }),
    ],
    ledger: () => [...ledger],
    takeComplaints: () => complaints.splice(0),
  };
}

function authorise(organisation: Organisation, call: Call, { credentials }: OpenContext): Response | undefined {
  const key = bearerOf(call.headers.get('authorization'));
  if (key === undefined) return refuse(organisation, call, missingKey, 401);
  const known = Object.entries(credentials).some(([secret, value]) => secret !== 'webhookSecret' && value === key);
  return known ? undefined : errorReply(401, incorrectKey(key));
}

const generating = new Set(['/v1/chat/completions', '/v1/responses', '/v1/embeddings']);

/** Tokens are counted for what generates; everything counts as a request. */
function meter({ method, url, body }: Call, quota: Quota, now: number, outOfCredit: boolean): Response | undefined {
  const costs = method === 'POST' && generating.has(url.pathname);
  if (costs && outOfCredit) return errorReply(429, insufficientQuota);
  const tokens = costs ? tokensFor(body) : 0;
  const exhausted = quota.take(tokens, now);
  if (exhausted === undefined) return undefined;
  const waitMs = quota.waitMs(exhausted, exhausted === 'tokens' ? tokens : 1, now);
  const headers = new Headers({ 'retry-after': String(Math.ceil(waitMs / 1000)), 'retry-after-ms': String(waitMs) });
  return errorReply(429, rateLimitReached(exhausted, quota.limits[exhausted], goDuration(waitMs)), headers);
}

function tokensFor(body: string): number {
  const asked = parseJson(body);
  if (!isJsonObject(asked)) return 0;
  const allowed = asked.max_completion_tokens ?? asked.max_tokens ?? asked.max_output_tokens;
  return tokensIn(textIn(asked.messages ?? asked.input)) + (typeof allowed === 'number' ? allowed : 0);
}

/** Undefined for what this API does not have, or what is not simulated of it. */
async function route(organisation: Organisation, call: Call, state: OrganisationState): Promise<Response | undefined> {
  const { method, url } = call;
  const [version, name, id, part, ...rest] = url.pathname.split('/').slice(1);
  if (version !== 'v1' || rest.length > 0) return undefined;
  switch (`${method} ${name}${id === undefined ? '' : '/'}`) {
    case 'POST chat/':
      if (id !== 'completions' || part !== undefined) return undefined;
      return withBody(organisation, call, chatRequest, (body) => chat(organisation, call, body));
    case 'POST responses':
      return withBody(organisation, call, responseRequest, (body) =>
        respond(organisation, call, body, (key, response) => state.responses.set(key, response)),
      );
    case 'POST embeddings':
      return withBody(organisation, call, embeddingRequest, (body) => embed(organisation, call, body));
    case 'POST files':
      return upload(organisation, call, state.files);
    case 'POST batches':
      return withBody(organisation, call, batchRequest, (body) => createBatch(organisation, call, state, body));
    case 'GET files':
      return listFiles(call, state.files);
    case 'GET batches':
      return listBatches(organisation, call, state);
    case 'GET models':
      return Response.json({ object: 'list', data: state.models });
    default:
      return id === undefined ? undefined : onOne(organisation, call, state, name ?? '', id, part);
  }
}

function onOne(
  organisation: Organisation,
  call: Call,
  state: OrganisationState,
  name: string,
  id: string,
  part: string | undefined,
): Response | undefined {
  if (name === 'files') return onFile(organisation, call, state.files, id, part);
  if (name === 'batches') return onBatch(organisation, call, state, id, part);
  if (part !== undefined) return undefined;
  if (name === 'models' && call.method === 'GET') {
    const model = state.models.find((each) => each.id === id);
    return model === undefined ? errorReply(404, noSuchModel(id)) : Response.json(model);
  }
  if (name !== 'responses') return undefined;
  const response = state.responses.get(id);
  if (response === undefined) return errorReply(404, noSuch('response', id));
  if (call.method === 'GET') return Response.json(response);
  if (call.method !== 'DELETE') return undefined;
  state.responses.delete(id);
  recordFor(organisation, call, 'response', id);
  return Response.json({ id, object: 'response', deleted: true });
}
