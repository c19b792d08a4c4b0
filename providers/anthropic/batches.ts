/** Message batches: under way for two minutes of the case's clock, then ended, with a result for each of their requests. */
import type { JsonObject } from '../../harness/model/json.ts';
import { type Call, newId, page, recordFor, refuse, type Workspace } from './call.ts';
import { errorReply, invalidRequest, notFound } from './errors.ts';
import { anthropicIds } from './ids.ts';
import { generate } from './messages.ts';
import { anthropicOrigin } from './provider.ts';
import type { BatchRequest } from './schemas.ts';

export interface StoredBatch {
  readonly id: string;
  readonly requests: BatchRequest['requests'];
  /** Unix ms. */
  readonly createdAt: number;
  readonly cancelledAt?: number;
  /** Made when somebody asks for them. */
  results?: readonly JsonObject[];
}

/** Oldest first. */
export type Batches = Map<string, StoredBatch>;

const workingMs = 2 * 60_000;
const dayMs = 24 * 60 * 60 * 1000;
const iso = (ms: number): string => new Date(ms).toISOString();

const endOf = ({ createdAt, cancelledAt }: StoredBatch): number => cancelledAt ?? createdAt + workingMs;
const hasEnded = (batch: StoredBatch, now: number): boolean => now >= endOf(batch);

/** `now` in Unix ms. */
export function seedBatches(now: number): Batches {
  const params = {
    model: anthropicIds.model,
    max_tokens: 200,
    messages: [{ role: 'user' as const, content: 'Summarise this.' }],
  };
  const batches = [0, 1, 2, 3, 4].map(
    (index): StoredBatch => ({
      id: anthropicIds.batch(index),
      requests: [0, 1].map((number) => ({ custom_id: `request-${index}-${number}`, params })),
      createdAt: now - (20 - index) * dayMs,
    }),
  );
  return new Map(batches.map((batch) => [batch.id, batch]));
}

/** Where this API was reached: its own address, or the one that a test or a proxy gave it. */
const addressOf = ({ headers }: Call): string => {
  const host = headers.get('host');
  return host === null || host === new URL(anthropicOrigin).host ? anthropicOrigin : `http://${host}`;
};

function batchObject(batch: StoredBatch, call: Call, now: number): JsonObject {
  const { id, requests, createdAt, cancelledAt } = batch;
  const ended = hasEnded(batch, now);
  const count = (asked: boolean): number => (asked ? requests.length : 0);
  return {
    id,
    type: 'message_batch',
    processing_status: ended ? 'ended' : 'in_progress',
    request_counts: {
      processing: count(!ended),
      succeeded: count(ended && cancelledAt === undefined),
      errored: 0,
      canceled: count(ended && cancelledAt !== undefined),
      expired: 0,
    },
    created_at: iso(createdAt),
    ended_at: ended ? iso(endOf(batch)) : null,
    expires_at: iso(createdAt + dayMs),
    archived_at: null,
    cancel_initiated_at: cancelledAt === undefined ? null : iso(cancelledAt),
    results_url: ended ? `${addressOf(call)}/v1/messages/batches/${id}/results` : null,
  };
}

export function createBatch(workspace: Workspace, call: Call, batches: Batches, { requests }: BatchRequest): Response {
  const ids = requests.map(({ custom_id }) => custom_id);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) < index);
  if (twice >= 0)
    return refuse(workspace, call, invalidRequest(`requests.${twice}.custom_id: custom_id must be unique`));
  const batch: StoredBatch = { id: newId(workspace, 'msgbatch_'), requests, createdAt: workspace.now() };
  batches.set(batch.id, batch);
  recordFor(workspace, call, 'message_batch', batch.id);
  return Response.json(batchObject(batch, call, workspace.now()));
}

export function listBatches(workspace: Workspace, call: Call, batches: Batches): Response {
  const newestFirst = [...batches.values()].reverse();
  return Response.json(
    page(
      newestFirst.map((batch) => batchObject(batch, call, workspace.now())),
      call.url,
    ),
  );
}

function resultsOf(workspace: Workspace, batch: StoredBatch): readonly JsonObject[] {
  batch.results ??= batch.requests.map(({ custom_id, params }) => ({
    custom_id,
    result:
      batch.cancelledAt === undefined
        ? { type: 'succeeded', message: generate(workspace, params).message }
        : { type: 'canceled' },
  }));
  return batch.results;
}

export function onBatch(
  workspace: Workspace,
  call: Call,
  batches: Batches,
  id: string,
  part: string | undefined,
): Response | undefined {
  const batch = batches.get(id);
  const now = workspace.now();
  if (batch === undefined) return errorReply(404, notFound(`Message batch ${id} not found.`), call.requestId);
  const ended = hasEnded(batch, now);
  switch (`${call.method} ${part ?? ''}`) {
    case 'GET ':
      return Response.json(batchObject(batch, call, now));
    case 'GET results': {
      if (!ended) return errorReply(404, notFound(`Message batch ${id} has no available results.`), call.requestId);
      const lines = resultsOf(workspace, batch).map((result) => `${JSON.stringify(result)}\n`);
      return new Response(lines.join(''), { headers: { 'content-type': 'application/x-jsonl' } });
    }
    case 'POST cancel': {
      if (ended) return Response.json(batchObject(batch, call, now));
      const cancelled = { ...batch, cancelledAt: now };
      batches.set(id, cancelled);
      recordFor(workspace, call, 'message_batch', id);
      return Response.json(batchObject(cancelled, call, now));
    }
    case 'DELETE ': {
      if (!ended)
        return errorReply(400, invalidRequest('A batch must have ended before it can be deleted.'), call.requestId);
      batches.delete(id);
      recordFor(workspace, call, 'message_batch', id);
      return Response.json({ id, type: 'message_batch_deleted' });
    }
    default:
      return undefined;
  }
}
