/** Responses, whole and streamed: named, numbered events, the last of which holds the whole response. No `[DONE]`. */
import { eventStreamType, eventText } from '../../harness/model/event-stream.ts';
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { isJsonObject } from '../json-body.ts';
import { type Answer, answerOf, answerTo, sampleOf, tokensIn } from '../language-model/answer.ts';
import { type Call, newId, type Organisation, recordFor, refuseModel, seconds, textIn } from './call.ts';
import type { ResponseRequest } from './schemas.ts';
import { insistedOn } from './tool-call.ts';

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null));

function answerFor(body: ResponseRequest, seed: number): Answer {
  const maxTokens = body.max_output_tokens ?? undefined;
  const format = plain(body.text?.format);
  if (isJsonObject(format) && (format.type === 'json_schema' || format.type === 'json_object'))
    return answerOf(JSON.stringify(sampleOf(format.schema)), maxTokens);
  const prompt = `${body.instructions ?? ''}\n${textIn(body.input)}`;
  return answerTo({ seed, prompt, ...(maxTokens === undefined ? {} : { maxTokens }) });
}

const usageOf = (body: ResponseRequest, output: number): JsonObject => {
  const input = tokensIn(`${body.instructions ?? ''}${textIn(body.input)}`);
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  };
};

interface Generated {
  /** What every version of the response has in common. */
  readonly base: JsonObject;
  readonly answer: Answer;
  readonly item: JsonObject;
  readonly final: JsonObject;
}

function generate(organisation: Organisation, body: ResponseRequest): Generated {
  const called = insistedOn(body);
  const answer = called === undefined ? answerFor(body, organisation.seed) : answerOf(called.arguments);
  const created = seconds(organisation.now());
  const status = answer.cut ? 'incomplete' : 'completed';
  const item: JsonObject =
    called === undefined
      ? {
          id: newId(organisation, 'msg_'),
          type: 'message',
          status,
          role: 'assistant',
          content: [partOf(answer.text)],
        }
      : {
          id: newId(organisation, 'fc_'),
          type: 'function_call',
          status,
          call_id: newId(organisation, 'call_').slice(0, 29),
          name: called.name,
          arguments: called.arguments,
        };
  const base: JsonObject = {
    id: newId(organisation, 'resp_'),
    object: 'response',
    created_at: created,
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    metadata: plain(body.metadata ?? {}),
    model: body.model,
    output: [],
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: body.previous_response_id ?? null,
    service_tier: 'default',
    store: body.store ?? true,
    temperature: body.temperature ?? 1,
    text: plain(body.text ?? { format: { type: 'text' } }),
    tool_choice: plain(body.tool_choice ?? 'auto'),
    tools: plain(body.tools ?? []),
    top_p: body.top_p ?? 1,
    truncation: body.truncation ?? 'disabled',
    usage: null,
  };
  const final: JsonObject = {
    ...base,
    status,
    ...(answer.cut ? { incomplete_details: { reason: 'max_output_tokens' } } : { completed_at: created }),
    output: [item],
    usage: usageOf(body, answer.tokens),
  };
  return { base, answer, item, final };
}

const partOf = (text: string): JsonObject => ({ type: 'output_text', annotations: [], logprobs: [], text });

function textEvents({ answer, item }: Generated): readonly JsonObject[] {
  const at = { item_id: item.id ?? null, output_index: 0, content_index: 0 };
  return [
    { type: 'response.content_part.added', ...at, part: partOf('') },
    ...answer.pieces.map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...at, text: answer.text, logprobs: [] },
    { type: 'response.content_part.done', ...at, part: partOf(answer.text) },
  ];
}

function callEvents({ answer, item }: Generated): readonly JsonObject[] {
  const at = { item_id: item.id ?? null, output_index: 0 };
  return [
    ...answer.pieces.map((delta) => ({ type: 'response.function_call_arguments.delta', ...at, delta })),
    { type: 'response.function_call_arguments.done', ...at, name: item.name ?? '', arguments: answer.text },
  ];
}

function streamed(generated: Generated): Response {
  const { base, item, final } = generated;
  const isCall = item.type === 'function_call';
  const begun = { ...item, status: 'in_progress', ...(isCall ? { arguments: '' } : { content: [] }) };
  const events: readonly JsonObject[] = [
    { type: 'response.created', response: base },
    { type: 'response.in_progress', response: base },
    { type: 'response.output_item.added', output_index: 0, item: begun },
    ...(isCall ? callEvents(generated) : textEvents(generated)),
    { type: 'response.output_item.done', output_index: 0, item },
    { type: final.status === 'incomplete' ? 'response.incomplete' : 'response.completed', response: final },
  ];
  const texts = events.map(({ type, ...event }, index) =>
    eventText({ name: String(type), data: JSON.stringify({ type, sequence_number: index, ...event }) }),
  );
  return new Response(texts.join(''), { headers: { 'content-type': `${eventStreamType}; charset=utf-8` } });
}

/** `keep` takes what can be read later, which is everything but what the client did not want stored. */
export function respond(
  organisation: Organisation,
  call: Call,
  body: ResponseRequest,
  keep: (id: string, response: JsonObject) => void,
): Response {
  const refused = refuseModel(organisation, call, body.model);
  if (refused !== undefined) return refused;
  const generated = generate(organisation, body);
  const { final } = generated;
  if (body.store !== false) {
    keep(String(final.id), final);
    recordFor(organisation, call, 'response', String(final.id));
  }
  return body.stream === true ? streamed(generated) : Response.json(final);
}
