/** The official SDK, with its own retries off: ours wait as the standard says, and are logged. */
import OpenAI, { toFile } from 'openai';
import { HalfAnAnswer } from './classify.ts';

export interface ApiSettings {
  readonly apiKey: string;
  /** Only for tests and local development; the SDK knows OpenAI's address. */
  readonly baseURL?: string | undefined;
}

/** What came of a request, with the reply that it came in: its headers tell what is left of the quota. */
interface Told<Value> {
  readonly value: Value;
  readonly response: Response;
}

export interface OpenaiApi {
  /** Streamed. Resolves only when the model said that it is done. */
  summarise(text: string, signal: AbortSignal): Promise<Told<string>>;
  answer(question: string, signal: AbortSignal): Promise<Told<string>>;
  embed(text: string, signal: AbortSignal): Promise<Told<number>>;
  upload(lines: readonly string[], signal: AbortSignal): Promise<Told<string>>;
  startBatch(fileId: string, signal: AbortSignal): Promise<Told<string>>;
}

const model = 'gpt-5.4-mini';

export const batchLine = (text: string, index: number): string =>
  JSON.stringify({
    custom_id: `summary-${index}`,
    method: 'POST',
    url: '/v1/chat/completions',
    body: { model, messages: [{ role: 'user', content: text }] },
  });

/** A good status over a body that is something else, as a proxy sends it, is no answer. */
function present<Value>(value: Value | undefined | null): Value {
  if (value === undefined || value === null) throw new SyntaxError('a reply without what was asked for');
  return value;
}

export function openaiApi({ apiKey, baseURL }: ApiSettings): OpenaiApi {
  const client = new OpenAI({ apiKey, maxRetries: 0, logLevel: 'off', ...(baseURL ? { baseURL } : {}) });
  return {
    async summarise(text, signal) {
      const messages = [
        { role: 'developer' as const, content: 'Summarise in two sentences.' },
        { role: 'user' as const, content: text },
      ];
      const asked = client.chat.completions.create({ model, messages, stream: true, store: false }, { signal });
      const { data: stream, response } = await asked.withResponse();
      let summary = '';
      let finished = false;
      for await (const chunk of stream) {
        const choice = chunk.choices?.[0];
        summary += choice?.delta?.content ?? '';
        if (choice?.finish_reason) finished = true;
      }
      // A stream that just ends, or that our own timeout ended, looks to the SDK like one that is done.
      if (!finished) throw new HalfAnAnswer();
      return { value: summary, response };
    },
    async answer(question, signal) {
      const asked = client.responses.create({ model, input: question, store: false }, { signal });
      const { data, response } = await asked.withResponse();
      if (present(data.status) !== 'completed') throw new HalfAnAnswer();
      return { value: data.output_text, response };
    },
    async embed(text, signal) {
      const asked = client.embeddings.create({ model: 'text-embedding-3-small', input: text }, { signal });
      const { data, response } = await asked.withResponse();
      return { value: present(data.data?.[0]?.embedding).length, response };
    },
    async upload(lines, signal) {
      const file = await toFile(Buffer.from(`${lines.join('\n')}\n`), 'batch.jsonl');
      const { data, response } = await client.files.create({ file, purpose: 'batch' }, { signal }).withResponse();
      return { value: present(data.id), response };
    },
    async startBatch(fileId, signal) {
      const asked = { input_file_id: fileId, endpoint: '/v1/chat/completions', completion_window: '24h' } as const;
      const { data, response } = await client.batches.create(asked, { signal }).withResponse();
      return { value: present(data.id), response };
    },
  };
}
