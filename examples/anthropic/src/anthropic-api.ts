/** The official SDK, with its own retries off: ours wait as the standard says, and are logged. */
import Anthropic from '@anthropic-ai/sdk';
import { HalfAnAnswer } from './classify.ts';

export interface ApiSettings {
  readonly apiKey: string;
  /** Only for tests and local development; the SDK knows Anthropic's address. */
  readonly baseURL?: string | undefined;
}

/** What came of a request, with the reply that it came in: its headers tell what is left of the quota. */
interface Told<Value> {
  readonly value: Value;
  readonly response: Response;
}

export interface AnthropicApi {
  /** Streamed. Resolves only when the model said that it is done. */
  draft(instruction: string, signal: AbortSignal): Promise<Told<string>>;
  /** Into which of the labels the text falls. */
  classify(text: string, labels: readonly string[], signal: AbortSignal): Promise<Told<string>>;
  count(text: string, signal: AbortSignal): Promise<Told<number>>;
  startBatch(texts: readonly string[], signal: AbortSignal): Promise<Told<string>>;
}

const model = 'claude-haiku-4-5';
const saying = (content: string) => [{ role: 'user' as const, content }];

export function anthropicApi({ apiKey, baseURL }: ApiSettings): AnthropicApi {
  const client = new Anthropic({ apiKey, maxRetries: 0, logLevel: 'off', ...(baseURL ? { baseURL } : {}) });
  return {
    async draft(instruction, signal) {
      const asked = { model, max_tokens: 1_000, messages: saying(instruction), stream: true } as const;
      const { data: stream, response } = await client.messages.create(asked, { signal }).withResponse();
      let text = '';
      let stopped: string | null = null;
      for await (const event of stream) {
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
        if (event.type === 'message_delta') stopped = event.delta.stop_reason;
      }
      // A stream that just ends, or that our own timeout ended, looks to the SDK like one that is done.
      if (stopped === null) throw new HalfAnAnswer();
      return { value: text, response };
    },
    async classify(text, labels, signal) {
      const schema = { type: 'object' as const, properties: { label: { type: 'string', enum: [...labels] } } };
      const asked = {
        model,
        max_tokens: 200,
        messages: saying(text),
        tools: [{ name: 'file_under', description: 'Files the text under a label.', input_schema: schema }],
        tool_choice: { type: 'tool' as const, name: 'file_under' },
      };
      const { data, response } = await client.messages.create(asked, { signal }).withResponse();
      const call = data.content?.find((block) => block.type === 'tool_use');
      const input = call?.input;
      const label = typeof input === 'object' && input !== null && 'label' in input ? input.label : undefined;
      if (typeof label !== 'string') throw new HalfAnAnswer();
      return { value: label, response };
    },
    async count(text, signal) {
      const { data, response } = await client.messages
        .countTokens({ model, messages: saying(text) }, { signal })
        .withResponse();
      if (typeof data.input_tokens !== 'number') throw new HalfAnAnswer();
      return { value: data.input_tokens, response };
    },
    async startBatch(texts, signal) {
      const requests = texts.map((text, index) => ({
        custom_id: `draft-${index}`,
        params: { model, max_tokens: 1_000, messages: saying(text) },
      }));
      const { data, response } = await client.messages.batches.create({ requests }, { signal }).withResponse();
      if (typeof data.id !== 'string') throw new HalfAnAnswer();
      return { value: data.id, response };
    },
  };
}
