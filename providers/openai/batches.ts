/** Batches: made of an uploaded file, under way for two minutes of the case's clock, then done with an output file. */
import type { JsonObject } from '../../harness/model/json.ts';
import { isJsonObject, parseJson, textAt } from '../json-body.ts';
import { answerTo, tokensIn } from '../language-model/answer.ts';
import { hexId, idOf } from '../webhooks/ids.ts';
import { type Call, newId, type Organisation, page, recordFor, refuse, seconds, textIn } from './call.ts';
import { errorReply, invalidValue, noSuch } from './errors.ts';
import type { BatchRequest } from './schemas.ts';
import type { OrganisationState, StoredBatch, StoredFile } from './state.ts';

const validatingSeconds = 5;
const workingSeconds = 120;
const daySeconds = 24 * 60 * 60;

const linesOf = (file: StoredFile | undefined): readonly string[] =>
  (file?.content ?? '').split('\n').filter((line) => line.trim() !== '');

const outputIdOf = ({ id }: StoredBatch): string => `file-${idOf(`openai output of ${id}`, 22)}`;

const stageOf = (
  { createdAt, cancelledAt }: StoredBatch,
  now: number,
): 'validating' | 'in_progress' | 'completed' | 'cancelled' => {
  if (cancelledAt !== undefined) return 'cancelled';
  if (now - createdAt >= validatingSeconds + workingSeconds) return 'completed';
  return now - createdAt >= validatingSeconds ? 'in_progress' : 'validating';
};

function outputLine(seed: number, line: string, batchId: string): string {
  const asked = parseJson(line);
  const body = isJsonObject(asked) ? asked.body : undefined;
  const prompt = textIn(isJsonObject(body) ? (body.messages ?? body.input) : undefined);
  const answer = answerTo({ seed, prompt });
  const customId = textAt(asked, 'custom_id') ?? '';
  const input = tokensIn(prompt);
  const completion = {
    id: `chatcmpl-${idOf(`${batchId} ${customId}`, 29)}`,
    object: 'chat.completion',
    created: 0,
    model: textAt(body, 'model') ?? '',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: answer.text, refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: input, completion_tokens: answer.tokens, total_tokens: input + answer.tokens },
  };
  const requestId = hexId(`${batchId} ${customId} request`, 32);
  return JSON.stringify({
    id: `batch_req_${hexId(`${batchId} ${customId}`, 32)}`,
    custom_id: customId,
    response: { status_code: 200, request_id: requestId, body: completion },
    error: null,
  });
}

/** Its output exists from the moment in which it is done; a case sees it when it looks. */
function finish(organisation: Organisation, batch: StoredBatch, state: OrganisationState): void {
  const id = outputIdOf(batch);
  if (state.files.has(id) || stageOf(batch, seconds(organisation.now())) !== 'completed') return;
  const lines = linesOf(state.files.get(batch.inputFileId)).map((line) =>
    outputLine(organisation.seed, line, batch.id),
  );
  state.files.set(id, {
    id,
    filename: `${batch.id}_output.jsonl`,
    purpose: 'batch_output',
    content: `${lines.join('\n')}\n`,
    createdAt: batch.createdAt + validatingSeconds + workingSeconds,
  });
}

function batchObject(batch: StoredBatch, state: OrganisationState, now: number): JsonObject {
  const { id, endpoint, inputFileId, metadata, createdAt, cancelledAt } = batch;
  const stage = stageOf(batch, now);
  const total = linesOf(state.files.get(inputFileId)).length;
  const done = stage === 'completed';
  const begun = createdAt + validatingSeconds;
  return {
    id,
    object: 'batch',
    endpoint,
    errors: null,
    input_file_id: inputFileId,
    completion_window: '24h',
    status: stage,
    output_file_id: done ? outputIdOf(batch) : null,
    error_file_id: null,
    created_at: createdAt,
    in_progress_at: stage === 'validating' ? null : begun,
    expires_at: createdAt + daySeconds,
    finalizing_at: done ? begun + workingSeconds : null,
    completed_at: done ? begun + workingSeconds : null,
    failed_at: null,
    expired_at: null,
    cancelling_at: cancelledAt ?? null,
    cancelled_at: cancelledAt ?? null,
    request_counts: { total, completed: done ? total : 0, failed: 0 },
    metadata,
  };
}

export function createBatch(
  organisation: Organisation,
  call: Call,
  state: OrganisationState,
  body: BatchRequest,
): Response {
  const input = state.files.get(body.input_file_id);
  if (input === undefined) return refuse(organisation, call, invalidValue('input_file_id', 'no such file'));
  if (input.purpose !== 'batch')
    return refuse(organisation, call, invalidValue('input_file_id', "the file's purpose must be 'batch'"));
  const now = seconds(organisation.now());
  const batch: StoredBatch = {
    id: newId(organisation, 'batch_'),
    endpoint: body.endpoint,
    inputFileId: input.id,
    metadata: body.metadata ?? null,
    createdAt: now,
  };
  state.batches.set(batch.id, batch);
  recordFor(organisation, call, 'batch', batch.id);
  return Response.json(batchObject(batch, state, now));
}

export function listBatches(organisation: Organisation, { url }: Call, state: OrganisationState): Response {
  const now = seconds(organisation.now());
  for (const batch of state.batches.values()) finish(organisation, batch, state);
  const newestFirst = [...state.batches.values()].reverse();
  return Response.json(
    page(
      newestFirst.map((batch) => batchObject(batch, state, now)),
      url,
      20,
    ),
  );
}

export function onBatch(
  organisation: Organisation,
  call: Call,
  state: OrganisationState,
  id: string,
  part: string | undefined,
): Response | undefined {
  const batch = state.batches.get(id);
  const now = seconds(organisation.now());
  if (batch === undefined) return errorReply(404, noSuch('batch', id));
  finish(organisation, batch, state);
  if (call.method === 'GET' && part === undefined) return Response.json(batchObject(batch, state, now));
  if (call.method !== 'POST' || part !== 'cancel') return undefined;
  const stage = stageOf(batch, now);
  if (stage === 'cancelled') return Response.json(batchObject(batch, state, now));
  if (stage === 'completed')
    return errorReply(409, {
      message: `Cannot cancel a batch with status '${stage}'.`,
      type: 'invalid_request_error',
      code: 'invalid_batch_status',
    });
  const cancelled = { ...batch, cancelledAt: now };
  state.batches.set(id, cancelled);
  recordFor(organisation, call, 'batch', id);
  return Response.json(batchObject(cancelled, state, now));
}
