/** The unmodified `openai` package, its newest major and the one before, judges the simulated OpenAI over the real wire. */
import type {} from 'openai-6';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsIn } from '../../harness/model/event-stream.ts';
import { type WiredProvider, type World, wire } from '../test-wire.ts';
import { openaiIds } from './ids.ts';
import { type OpenaiOptions, openai } from './provider.ts';

const apiKey = `sk-proj-${'Q7'.repeat(24)}`;
const { model, embeddingModel } = openaiIds;

/** Both majors are used in the types of the newest: what one of them lacks shows when it is called. */
const load = (name: string): Promise<typeof import('openai')> => import(name);

let wired: WiredProvider;
beforeAll(async () => {
  wired = await wire(openai(), { apiKey });
});
afterAll(() => wired.close());

const question = { model, messages: [{ role: 'user' as const, content: 'What time is it in Tokyo?' }] };
const weather = {
  type: 'object',
  properties: { city: { type: 'string' }, unit: { type: 'string', enum: ['C', 'F'] } },
  required: ['city', 'unit'],
  additionalProperties: false,
};

describe.each([
  ['openai', /^OpenAI\/JS 7\./],
  ['openai-6', /^OpenAI\/JS 6\./],
])('%s', (name, calledItself) => {
  const bench = async (options: OpenaiOptions = {}, key = apiKey) => {
    const world = await wired.begin(openai(options));
    const sdk = await load(name);
    const client = new sdk.default({ apiKey: key, baseURL: `${world.url}/v1`, maxRetries: 0 });
    return { world, client, sdk };
  };
  const refusal = async (call: Promise<unknown>): Promise<unknown> => {
    try {
      await call;
    } catch (thrown) {
      return thrown;
    }
    throw new Error('the call was meant to fail');
  };
  const told = (world: World) => {
    const reply = world.notices.findLast((notice) => notice.type === 'reply');
    if (reply?.type !== 'reply') throw new Error('no reply was told');
    return reply;
  };

  test('asks for a chat completion, whole and streamed, and gets the same text', async () => {
    const { client, world } = await bench();
    const whole = await client.chat.completions.create(question);
    expect(whole.choices[0]).toMatchObject({ finish_reason: 'stop', message: { role: 'assistant', refusal: null } });
    expect(whole._request_id).toMatch(/^req_[0-9a-f]{32}$/);
    const stream = await client.chat.completions.create({
      ...question,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let usage: unknown;
    const ends: (string | null)[] = [];
    for await (const { choices, usage: counted } of stream) {
      text += choices[0]?.delta.content ?? '';
      ends.push(...choices.map(({ finish_reason }) => finish_reason));
      if (choices.length === 0) usage = counted;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(ends.at(-1)).toBe('stop');
    const [first] = world.notices;
    expect(first?.type === 'request' && first.received.headers.get('user-agent')).toMatch(calledItself);
    expect(usage).toEqual(whole.usage);
    const events = eventsIn(told(world).body);
    expect(events.every((event) => event.name === undefined)).toBe(true);
    expect(events.at(-1)).toEqual({ data: '[DONE]' });
    expect([world.complaints, world.ledger]).toEqual([[], []]);
  });

  test('puts a streamed completion and a streamed tool call together with the helpers of the package', async () => {
    const { client } = await bench();
    const whole = await client.chat.completions.create(question);
    const streamed = await client.chat.completions.stream(question).finalContent();
    expect(streamed).toBe(whole.choices[0]?.message.content);
    const tools = [{ type: 'function' as const, function: { name: 'weather', parameters: weather } }];
    const called = await client.chat.completions
      .stream({ ...question, tools, tool_choice: 'required' })
      .finalChatCompletion();
    const [call] = called.choices[0]?.message.tool_calls ?? [];
    if (call?.type !== 'function') return expect.unreachable();
    expect([call.function.name, JSON.parse(call.function.arguments)]).toEqual([
      'weather',
      { city: 'sample', unit: 'C' },
    ]);
    expect(called.choices[0]?.finish_reason).toBe('tool_calls');
  });

  test('says that an answer was cut by its limit', async () => {
    const { client } = await bench();
    const cut = await client.chat.completions.create({ ...question, max_completion_tokens: 3 });
    expect(cut.choices[0]?.finish_reason).toBe('length');
    const response = await client.responses.create({ model, input: 'What time is it?', max_output_tokens: 3 });
    expect([response.status, response.incomplete_details]).toEqual(['incomplete', { reason: 'max_output_tokens' }]);
  });

  test('gets JSON that fits the schema it asks for', async () => {
    const { client } = await bench();
    const format = { type: 'json_schema' as const, name: 'weather', schema: weather };
    const chat = await client.chat.completions.parse({
      ...question,
      response_format: { type: 'json_schema', json_schema: { name: 'weather', strict: true, schema: weather } },
    });
    expect(chat.choices[0]?.message.parsed).toEqual({ city: 'sample', unit: 'C' });
    const response = await client.responses.parse({ model, input: 'And in Oslo?', text: { format } });
    expect(response.output_parsed).toEqual({ city: 'sample', unit: 'C' });
  });

  test('asks for a response, whole and streamed, reads it again and deletes it', async () => {
    const { client, world } = await bench();
    const asked = { model, instructions: 'Be brief.', input: 'What time is it in Tokyo?' };
    const whole = await client.responses.create(asked);
    expect(whole).toMatchObject({ status: 'completed', output_text: expect.stringContaining(' ') });
    const stream = await client.responses.create({ ...asked, stream: true });
    const types: string[] = [];
    const numbers: number[] = [];
    let text = '';
    for await (const event of stream) {
      types.push(event.type);
      numbers.push(event.sequence_number);
      if (event.type === 'response.output_text.delta') text += event.delta;
      if (event.type === 'response.completed') expect(event.response.usage).toEqual(whole.usage);
    }
    expect(text).toBe(whole.output_text);
    expect(numbers).toEqual(numbers.map((_, index) => index));
    expect([types.slice(0, 4), types.slice(-4)]).toEqual([
      ['response.created', 'response.in_progress', 'response.output_item.added', 'response.content_part.added'],
      ['response.output_text.done', 'response.content_part.done', 'response.output_item.done', 'response.completed'],
    ]);
    const events = eventsIn(told(world).body);
    expect(events.map((event) => event.name)).toEqual(types);
    const final = await client.responses.stream(asked).finalResponse();
    expect(final.output_text).toBe(whole.output_text);
    expect((await client.responses.retrieve(whole.id)).output_text).toBe(whole.output_text);
    await client.responses.delete(whole.id);
    expect(await refusal(client.responses.retrieve(whole.id))).toMatchObject({ status: 404 });
    expect(world.ledger).toEqual([
      ...Array(3).fill('POST /v1/responses response'),
      'DELETE /v1/responses/{id} response',
    ]);
  });

  test('gets a tool call in a streamed response', async () => {
    const { client } = await bench();
    const tool = { type: 'function' as const, name: 'weather', parameters: weather, strict: true };
    const final = await client.responses
      .stream({ model, input: 'Weather in Oslo?', tools: [tool], tool_choice: { type: 'function', name: 'weather' } })
      .finalResponse();
    expect(final.output[0]).toMatchObject({ type: 'function_call', name: 'weather', arguments: expect.any(String) });
  });

  test('embeds texts, as floats and as the base64 that it prefers', async () => {
    const { client } = await bench();
    const input = ['one', 'two'];
    const preferred = await client.embeddings.create({ model: embeddingModel, input });
    const floats = await client.embeddings.create({ model: embeddingModel, input, encoding_format: 'float' });
    expect(preferred.data.map(({ embedding }) => embedding.length)).toEqual([1536, 1536]);
    expect(preferred.data[1]?.embedding[7]).toBeCloseTo(floats.data[1]?.embedding[7] ?? Number.NaN, 6);
    expect(floats.data[0]?.embedding).not.toEqual(floats.data[1]?.embedding);
  });

  test('lists models, and files and batches page by page', async () => {
    const { client, world } = await bench();
    const models: string[] = [];
    for await (const { id } of client.models.list()) models.push(id);
    expect(models).toContain(model);
    expect((await client.models.retrieve(model)).owned_by).toBe('system');
    const files: string[] = [];
    for await (const { id } of client.files.list({ limit: 3 })) files.push(id);
    expect(files).toEqual([6, 5, 4, 3, 2, 1, 0].map(openaiIds.file));
    const batches: string[] = [];
    for await (const { id } of client.batches.list({ limit: 2 })) batches.push(id);
    expect(batches).toEqual([4, 3, 2, 1, 0].map(openaiIds.batch));
    expect(world.notices.filter(({ type }) => type === 'request')).toHaveLength(2 + 3 + 3);
    expect(world.complaints).toEqual([]);
  });

  test('uploads a file, runs a batch on it and reads what came out', async () => {
    const { client, world, sdk } = await bench();
    const line = JSON.stringify({ custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body: question });
    const file = await client.files.create({
      file: await sdk.toFile(Buffer.from(`${line}\n`), 'in.jsonl'),
      purpose: 'batch',
    });
    expect(file).toMatchObject({ filename: 'in.jsonl', bytes: Buffer.byteLength(line) + 1, purpose: 'batch' });
    expect(await (await client.files.content(file.id)).text()).toBe(`${line}\n`);
    const asked = {
      input_file_id: file.id,
      endpoint: '/v1/chat/completions' as const,
      completion_window: '24h' as const,
    };
    const batch = await client.batches.create(asked);
    expect(batch.status).toBe('validating');
    world.clock.now += 10_000;
    expect((await client.batches.retrieve(batch.id)).status).toBe('in_progress');
    world.clock.now += 10 * 60_000;
    const done = await client.batches.retrieve(batch.id);
    expect(done).toMatchObject({ status: 'completed', request_counts: { total: 1, completed: 1, failed: 0 } });
    const output: unknown = JSON.parse(await (await client.files.content(done.output_file_id ?? '')).text());
    expect(output).toMatchObject({
      custom_id: 'a',
      response: { status_code: 200, body: { object: 'chat.completion' } },
    });
    const cancelled = await client.batches.cancel((await client.batches.create(asked)).id);
    expect(cancelled.status).toBe('cancelled');
    await client.files.delete(file.id);
    expect(await refusal(client.files.retrieve(file.id))).toBeInstanceOf(sdk.NotFoundError);
    expect(world.ledger).toEqual([
      'POST /v1/files file',
      'POST /v1/batches batch',
      'POST /v1/batches batch',
      'POST /v1/batches/{id}/cancel batch',
      'DELETE /v1/files/{id} file',
    ]);
    expect(world.complaints).toEqual([]);
  });

  test('is refused for an unknown or a missing member, with a complaint that repeats nothing it sent', async () => {
    const { client, world, sdk } = await bench();
    const unknown = { ...question, temprature: 'private words' };
    expect(await refusal(client.chat.completions.create(unknown))).toMatchObject({
      status: 400,
      code: 'unknown_parameter',
      param: 'temprature',
      type: 'invalid_request_error',
    });
    const missing = await refusal(client.post('/responses', { body: { model } }));
    expect(missing).toBeInstanceOf(sdk.BadRequestError);
    expect(missing).toMatchObject({ code: 'missing_required_parameter', param: 'input' });
    expect(await refusal(client.chat.completions.create({ ...question, model: 'claude' }))).toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
    expect(
      await refusal(
        client.batches.create({ input_file_id: 'file-none', endpoint: '/v1/responses', completion_window: '24h' }),
      ),
    ).toMatchObject({ status: 400 });
    expect(await refusal(client.post('/files', { body: new FormData() }))).toMatchObject({ param: 'file' });
    expect(await refusal(client.get('/unheard-of'))).toMatchObject({ status: 404, code: 'unknown_url' });
    expect(world.complaints).toEqual([
      "POST /v1/chat/completions: Unknown parameter: 'temprature'.",
      "POST /v1/responses: Missing required parameter: 'input'.",
      'POST /v1/chat/completions: The model `claude` does not exist or you do not have access to it.',
      "POST /v1/batches: Invalid value for 'input_file_id': no such file.",
      "POST /v1/files: Missing required parameter: 'file'.",
      'GET /v1/unheard-of: Unknown request URL: GET /v1/unheard-of. Please check the URL for typos, or see the docs at https://platform.openai.com/docs/api-reference/.',
    ]);
    expect(world.ledger).toEqual([]);
  });

  test('is refused with a key that is not ours', async () => {
    const { client, sdk } = await bench({}, `sk-proj-${'Z9'.repeat(24)}`);
    const refused = await refusal(client.models.list());
    expect(refused).toBeInstanceOf(sdk.AuthenticationError);
    expect(refused).toMatchObject({
      code: 'invalid_api_key',
      requestID: expect.stringMatching(/^req_/),
      message: expect.stringMatching(/Incorrect API key provided: sk-\*+Z9Z9\./),
    });
  });

  test('reads quotas on every reply, and is told how long to wait when one is used up', async () => {
    const { client, world, sdk } = await bench({ limits: { requests: 2, tokens: 1000 } });
    const { response } = await client.chat.completions.create(question).withResponse();
    const headers = Object.fromEntries([...response.headers].filter(([header]) => header.startsWith('x-ratelimit')));
    expect(headers).toEqual({
      'x-ratelimit-limit-requests': '2',
      'x-ratelimit-limit-tokens': '1000',
      'x-ratelimit-limit-project-tokens': '1000',
      'x-ratelimit-remaining-requests': '1',
      'x-ratelimit-remaining-tokens': '993',
      'x-ratelimit-remaining-project-tokens': '993',
      'x-ratelimit-reset-requests': '30s',
      'x-ratelimit-reset-tokens': '420ms',
      'x-ratelimit-reset-project-tokens': '420ms',
    });
    await client.models.list();
    const refused = await refusal(client.chat.completions.create(question));
    expect(refused).toBeInstanceOf(sdk.RateLimitError);
    expect(refused).toMatchObject({ status: 429, code: 'rate_limit_exceeded', type: 'requests' });
    expect(told(world).headers.get('retry-after-ms')).toBe('30000');
    world.clock.now += 30_000;
    await client.models.list();
    world.clock.now += 60_000;
    const large = { ...question, max_completion_tokens: 900 };
    await client.chat.completions.create(large);
    expect(await refusal(client.chat.completions.create(large))).toMatchObject({ type: 'tokens' });
  });

  test('cannot tell by its class an account without credit, and asks again all the same', async () => {
    const { world, sdk } = await bench({ outOfCredit: true });
    const client = new sdk.default({ apiKey, baseURL: `${world.url}/v1`, maxRetries: 1 });
    const refused = await refusal(client.chat.completions.create(question));
    expect(refused).toBeInstanceOf(sdk.RateLimitError);
    expect(refused).toMatchObject({ code: 'insufficient_quota', type: 'insufficient_quota' });
    expect(world.notices.filter(({ type }) => type === 'request')).toHaveLength(2);
    expect(told(world).headers.has('retry-after')).toBe(false);
    expect((await client.models.list()).data.length).toBeGreaterThan(0);
  });
});
