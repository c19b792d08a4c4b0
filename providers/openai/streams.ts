/** What the events of OpenAI's two kinds of streams are: unnamed chunks of chat completions, named events of responses. */
import type { StreamEvent } from '../../harness/model/event-stream.ts';
import type { ReceivedRequest, StreamDialect, StreamRole } from '../../harness/ports/provider.ts';
import { isJsonObject, parseJson, textAt } from '../json-body.ts';
import { errorBody, errorFor } from './errors.ts';

const ends = new Set(['response.completed', 'response.incomplete']);
const errors = new Set(['error', 'response.failed']);

const roleOfNamed = (name: string): StreamRole => {
  if (errors.has(name)) return 'error';
  if (ends.has(name)) return 'end';
  return name.endsWith('.delta') ? 'content' : 'other';
};

const roleOfChunk = (data: string): StreamRole => {
  const chunk = parseJson(data);
  // What cannot be read may have been a part of the answer.
  if (!isJsonObject(chunk)) return 'content';
  if (isJsonObject(chunk.error)) return 'error';
  const choice = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined;
  if (!isJsonObject(choice) || !isJsonObject(choice.delta)) return 'other';
  if (typeof choice.finish_reason === 'string') return 'end';
  const { content, tool_calls: calls } = choice.delta;
  return (typeof content === 'string' && content !== '') || Array.isArray(calls) ? 'content' : 'other';
};

const isChat = ({ url }: ReceivedRequest): boolean => url.pathname.endsWith('/chat/completions');

/** A client cannot know how far the numbers had come. */
const number = { sequence_number: 1_000 };

const named = (type: string, members: object): StreamEvent => ({
  name: type,
  data: JSON.stringify({ type, ...members }),
});

/** Of a chunk or of a named event; arguments of a tool are a part of the answer too. */
const textIn = (data: string): string => {
  const event = parseJson(data);
  if (!isJsonObject(event)) return '';
  if (typeof event.delta === 'string') return event.delta;
  const choice = Array.isArray(event.choices) ? event.choices[0] : undefined;
  const delta = isJsonObject(choice) && isJsonObject(choice.delta) ? choice.delta : {};
  const call = Array.isArray(delta.tool_calls) ? delta.tool_calls[0] : undefined;
  const called = isJsonObject(call) ? textAt(call.function, 'arguments') : undefined;
  return textAt(delta, 'content') ?? called ?? '';
};

export const openaiStreams: StreamDialect = {
  textOf: ({ data }) => textIn(data),
  roleOf: ({ name, data }) => {
    if (data === '[DONE]') return 'terminator';
    return name === undefined ? roleOfChunk(data) : roleOfNamed(name);
  },
  error: (request) => {
    const error = errorFor(500);
    if (isChat(request)) return { data: JSON.stringify(errorBody(error)) };
    return named('error', { code: error.code, message: error.message, param: null, ...number });
  },
  unknown: (request) =>
    isChat(request)
      ? {
          data: JSON.stringify({
            id: 'chatcmpl-later',
            object: 'chat.completion.mood',
            created: 0,
            model: '',
            choices: [],
          }),
        }
      : named('response.mood.changed', { mood: 'calm', ...number }),
};
