/** Chat completions, whole and streamed: unnamed events that end with `data: [DONE]`. */
import { eventStreamType, eventText } from '../../harness/model/event-stream.ts';
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { isJsonObject } from '../json-body.ts';
import { type Answer, answerOf, answerTo, sampleOf, tokensIn } from '../language-model/answer.ts';
import { type Call, newShortId, type Organisation, recordFor, refuseModel, seconds, textIn } from './call.ts';
import type { ChatRequest } from './schemas.ts';
import { insistedOn, type ToolCall } from './tool-call.ts';

interface Completion {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly answer: Answer;
  readonly toolCall?: ToolCall & { readonly id: string };
  readonly finish: 'stop' | 'length' | 'tool_calls';
  readonly usage: JsonObject;
}

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null));

/** Prose, or JSON where the client asks for it. */
function answerFor({ response_format: format, ...body }: ChatRequest, seed: number): Answer {
  const maxTokens = body.max_completion_tokens ?? body.max_tokens ?? undefined;
  const wanted = plain(format);
  if (!isJsonObject(wanted) || (wanted.type !== 'json_schema' && wanted.type !== 'json_object'))
    return answerTo({ seed, prompt: textIn(body.messages), ...(maxTokens === undefined ? {} : { maxTokens }) });
  const schema = isJsonObject(wanted.json_schema) ? wanted.json_schema.schema : undefined;
  return answerOf(JSON.stringify(sampleOf(schema)), maxTokens);
}

function completionFor(organisation: Organisation, body: ChatRequest): Completion {
  const called = insistedOn(body);
  const toolCall = called === undefined ? undefined : { ...called, id: newShortId(organisation, 'call_', 24) };
  const answer = toolCall === undefined ? answerFor(body, organisation.seed) : answerOf('');
  const input = tokensIn(textIn(body.messages));
  const output = toolCall === undefined ? answer.tokens : tokensIn(toolCall.arguments);
  return {
    id: newShortId(organisation, 'chatcmpl-', 29),
    created: seconds(organisation.now()),
    model: body.model,
    answer,
    ...(toolCall === undefined ? {} : { toolCall }),
    finish: toolCall === undefined ? (answer.cut ? 'length' : 'stop') : 'tool_calls',
    usage: {
      prompt_tokens: input,
      completion_tokens: output,
      total_tokens: input + output,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: {
        reasoning_tokens: 0,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    },
  };
}

const functionOf = ({ id, name, arguments: given }: ToolCall & { readonly id: string }): JsonObject => ({
  id,
  type: 'function',
  function: { name, arguments: given },
});

function whole({ id, created, model, answer, toolCall, finish, usage }: Completion): JsonObject {
  const message = {
    role: 'assistant',
    content: toolCall === undefined ? answer.text : null,
    ...(toolCall === undefined ? {} : { tool_calls: [functionOf(toolCall)] }),
    refusal: null,
    annotations: [],
  };
  const choice = { index: 0, message, logprobs: null, finish_reason: finish };
  return { id, object: 'chat.completion', created, model, choices: [choice], usage, service_tier: 'default' };
}

function deltasOf({ answer, toolCall }: Completion): readonly JsonObject[] {
  if (toolCall === undefined)
    return [{ role: 'assistant', content: '', refusal: null }, ...answer.pieces.map((content) => ({ content }))];
  const { id, name, arguments: given } = toolCall;
  const middle = Math.ceil(given.length / 2);
  const halves = [given.slice(0, middle), given.slice(middle)];
  return [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ index: 0, id, type: 'function', function: { name, arguments: '' } }],
    },
    ...halves.map((half) => ({ tool_calls: [{ index: 0, function: { arguments: half } }] })),
  ];
}

function streamed(completion: Completion, includeUsage: boolean): Response {
  const { id, created, model, finish, usage } = completion;
  const chunk = (choices: readonly JsonObject[], told: Json = null): JsonObject => ({
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    service_tier: 'default',
    choices,
    ...(includeUsage ? { usage: told } : {}),
  });
  const choice = (delta: JsonObject, finished: string | null): JsonObject => ({
    index: 0,
    delta,
    logprobs: null,
    finish_reason: finished,
  });
  const chunks = [
    ...deltasOf(completion).map((delta) => chunk([choice(delta, null)])),
    chunk([choice({}, finish)]),
    ...(includeUsage ? [chunk([], usage)] : []),
  ];
  const events = [...chunks.map((each) => JSON.stringify(each)), '[DONE]'].map((data) => eventText({ data }));
  return new Response(events.join(''), { headers: { 'content-type': `${eventStreamType}; charset=utf-8` } });
}

/** `n` above 1 is not simulated: one choice comes back. */
export function chat(organisation: Organisation, call: Call, body: ChatRequest): Response {
  const refused = refuseModel(organisation, call, body.model);
  if (refused !== undefined) return refused;
  const completion = completionFor(organisation, body);
  if (body.store === true) recordFor(organisation, call, 'chat.completion', completion.id);
  if (body.stream === true) return streamed(completion, body.stream_options?.include_usage === true);
  return Response.json(whole(completion));
}
