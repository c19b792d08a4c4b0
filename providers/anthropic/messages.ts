/** Messages, whole and streamed, and the tokens that they take. Every event of a stream has a name. */
import { eventStreamType, eventText } from '../../harness/model/event-stream.ts';
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { isJsonObject } from '../json-body.ts';
import { type Answer, answerOf, answerTo, sampleOf, tokensIn } from '../language-model/answer.ts';
import { type Call, newId, refuseModel, textIn, type Workspace } from './call.ts';
import type { CountRequest, MessageRequest } from './schemas.ts';

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null));

const inputTokensOf = ({ system, messages, tools }: CountRequest): number =>
  tokensIn(`${textIn(system)}${textIn(messages)}${tools === undefined ? '' : JSON.stringify(tools)}`);

/** The tool that the client insists on; undefined when the model is free to answer in words, which this one then does. */
function insistedOn({
  tools = [],
  tool_choice: choice,
}: MessageRequest): { name: string; input: JsonObject } | undefined {
  if (choice?.type !== 'any' && choice?.type !== 'tool') return undefined;
  const tool = tools.find(({ name }) => choice.type === 'any' || name === choice.name);
  if (tool === undefined) return undefined;
  const input = sampleOf(plain(tool.input_schema));
  return { name: tool.name, input: isJsonObject(input) ? input : {} };
}

function answerFor(body: MessageRequest, seed: number): Answer {
  const format = plain(body.output_config?.format);
  if (isJsonObject(format) && format.type === 'json_schema')
    return answerOf(JSON.stringify(sampleOf(format.schema)), body.max_tokens);
  const prompt = `${textIn(body.system)}\n${textIn(body.messages)}`;
  return answerTo({ seed, prompt, maxTokens: body.max_tokens });
}

interface Generated {
  readonly message: JsonObject;
  readonly block: JsonObject;
  readonly answer: Answer;
  readonly outputTokens: number;
}

export function generate(workspace: Workspace, body: MessageRequest): Generated {
  const called = insistedOn(body);
  const answer = called === undefined ? answerFor(body, workspace.seed) : answerOf(JSON.stringify(called.input));
  const outputTokens = called === undefined ? answer.tokens : tokensIn(answer.text);
  const block: JsonObject =
    called === undefined
      ? { type: 'text', text: answer.text, citations: null }
      : {
          type: 'tool_use',
          id: newId(workspace, 'toolu_'),
          name: called.name,
          input: called.input,
          caller: { type: 'direct' },
        };
  const message: JsonObject = {
    id: newId(workspace, 'msg_'),
    type: 'message',
    role: 'assistant',
    model: body.model,
    content: [block],
    container: null,
    diagnostics: null,
    stop_reason: called === undefined ? (answer.cut ? 'max_tokens' : 'end_turn') : 'tool_use',
    stop_sequence: null,
    stop_details: null,
    usage: {
      input_tokens: inputTokensOf(body),
      output_tokens: outputTokens,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
      inference_geo: null,
      output_tokens_details: null,
      server_tool_use: null,
      service_tier: 'standard',
      speed: null,
    },
  };
  return { message, block, answer, outputTokens };
}

function streamed({ message, block, answer, outputTokens }: Generated): Response {
  const isText = block.type === 'text';
  const begun = isText ? { ...block, text: '' } : { ...block, input: {} };
  const usage = isJsonObject(message.usage) ? message.usage : {};
  const start = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  const delta = { stop_reason: message.stop_reason ?? null, stop_sequence: null, container: null, stop_details: null };
  const events: readonly JsonObject[] = [
    { type: 'message_start', message: start },
    { type: 'content_block_start', index: 0, content_block: begun },
    { type: 'ping' },
    ...answer.pieces.map((piece) => ({
      type: 'content_block_delta',
      index: 0,
      delta: isText ? { type: 'text_delta', text: piece } : { type: 'input_json_delta', partial_json: piece },
    })),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta, usage: { ...usage, output_tokens: outputTokens } },
    { type: 'message_stop' },
  ];
  const texts = events.map((event) => eventText({ name: String(event.type), data: JSON.stringify(event) }));
  return new Response(texts.join(''), { headers: { 'content-type': `${eventStreamType}; charset=utf-8` } });
}

export function ask(workspace: Workspace, call: Call, body: MessageRequest): Response {
  const refused = refuseModel(workspace, call, body.model);
  if (refused !== undefined) return refused;
  const generated = generate(workspace, body);
  workspace.spend(generated.outputTokens);
  return body.stream === true ? streamed(generated) : Response.json(generated.message);
}

export const count = (workspace: Workspace, call: Call, body: CountRequest): Response =>
  refuseModel(workspace, call, body.model) ?? Response.json({ input_tokens: inputTokensOf(body) });
