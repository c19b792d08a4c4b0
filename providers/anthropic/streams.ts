/** What the events of Anthropic's streams are: named, `message_start` first and `message_stop` last. */
import type { StreamEvent } from '../../harness/model/event-stream.ts';
import type { StreamDialect } from '../../harness/ports/provider.ts';
import { isJsonObject, parseJson, textAt } from '../json-body.ts';
import { errorBody, overloaded } from './errors.ts';

/** The event that says why the answer is over. Another one may tell usage alone. */
const namesReason = (data: string): boolean => {
  const event = parseJson(data);
  return isJsonObject(event) && textAt(event.delta, 'stop_reason') !== undefined;
};

const roles = { content_block_delta: 'content', message_stop: 'terminator', error: 'error' } as const;
const isRole = (name: string): name is keyof typeof roles => name in roles;

const named = (name: string, members: object): StreamEvent => ({ name, data: JSON.stringify(members) });

/** Of a text, or of the input of a tool. */
const textIn = (data: string): string => {
  const event = parseJson(data);
  const delta = isJsonObject(event) ? event.delta : undefined;
  return textAt(delta, 'text') ?? textAt(delta, 'partial_json') ?? '';
};

export const anthropicStreams: StreamDialect = {
  textOf: ({ data }) => textIn(data),
  roleOf: ({ name = '', data }) => {
    if (name === 'message_delta' && namesReason(data)) return 'end';
    return isRole(name) ? roles[name] : 'other';
  },
  error: () => named('error', errorBody(overloaded, 'req_011CSimulatedStreamError1')),
  unknown: () => named('mood_changed', { type: 'mood_changed', mood: 'calm' }),
};
