/** The unmodified `@anthropic-ai/sdk`, its newest major and the one before, judges the simulated Anthropic over the real wire. */
import type {} from 'anthropic-0';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsIn } from '../../harness/model/event-stream.ts';
import type { ExchangeFault } from '../../harness/ports/fault.ts';
import { type WiredProvider, type World, wire } from '../test-wire.ts';
import { anthropicIds } from './ids.ts';
import { type AnthropicOptions, anthropic } from './provider.ts';

const apiKey = `sk-ant-api03-${'Q7'.repeat(47)}a`;
const { model } = anthropicIds;

/** Both majors are used in the types of the newest: what one of them lacks shows when it is called. */
const load = (name: string): Promise<typeof import('@anthropic-ai/sdk')> => import(name);

let wired: WiredProvider;
beforeAll(async () => {
  wired = await wire(anthropic(), { apiKey });
});
afterAll(() => wired.close());

const question = {
  model,
  max_tokens: 200,
  messages: [{ role: 'user' as const, content: 'What time is it in Tokyo?' }],
};
const weather = {
  type: 'object' as const,
  properties: { city: { type: 'string' }, unit: { type: 'string', enum: ['C', 'F'] } },
  required: ['city', 'unit'],
};

const answers = (status: number): ExchangeFault => ({
  id: 'answers',
  kind: 'exchange',
  params: () => {
    throw new Error('not planned');
  },
  explain: () => 'answers',
  apply: async (_params, request, _provider, { dialect }) => dialect.error(request, status),
});

describe.each([
  ['@anthropic-ai/sdk', /^Anthropic\/JS 1\./, ['authorization', '2026-10-21']],
  ['anthropic-0', /^Anthropic\/JS 0\./, ['x-api-key', '2023-06-01']],
] as const)('%s', (name, calledItself, [carrier, version]) => {
  const bench = async (options: AnthropicOptions = {}, key = apiKey, status?: number) => {
    const struck = status === undefined ? undefined : { fault: answers(status), params: {} };
    const world = await wired.begin(anthropic(options), struck);
    const sdk = await load(name);
    const client = new sdk.default({ apiKey: key, baseURL: world.url, maxRetries: 0 });
    return { world, client, sdk };
  };
  const refusal = async (call: PromiseLike<unknown>): Promise<unknown> => {
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

  test('asks for a message, whole and streamed, and gets the same text', async () => {
    const { client, world } = await bench();
    const whole = await client.messages.create(question);
    const [block] = whole.content;
    if (block?.type !== 'text') return expect.unreachable();
    expect(whole).toMatchObject({ type: 'message', role: 'assistant', model, stop_reason: 'end_turn' });
    expect(whole._request_id).toMatch(/^req_011C/);
    const types: string[] = [];
    let text = '';
    for await (const event of await client.messages.create({ ...question, stream: true })) {
      types.push(event.type);
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
    }
    expect(text).toBe(block.text);
    expect([types.slice(0, 3), types.slice(-3)]).toEqual([
      ['message_start', 'content_block_start', 'content_block_delta'],
      ['content_block_stop', 'message_delta', 'message_stop'],
    ]);
    const names = eventsIn(told(world).body).map((event) => event.name);
    expect(names.filter((each) => each !== 'ping')).toEqual(types);
    const final = await client.messages.stream(question).finalMessage();
    expect(final.content).toEqual(whole.content);
    expect(final.usage).toEqual(whole.usage);
    const [first] = world.notices;
    if (first?.type !== 'request') return expect.unreachable();
    const { headers } = first.received;
    expect(headers.get('user-agent')).toMatch(calledItself);
    expect([headers.has(carrier), headers.get('anthropic-version')]).toEqual([true, version]);
    expect([world.complaints, world.ledger]).toEqual([[], []]);
  });

  test('calls a tool, whole and streamed', async () => {
    const { client } = await bench();
    const asked = {
      ...question,
      tools: [{ name: 'weather', input_schema: weather }],
      tool_choice: { type: 'any' as const },
    };
    const called = { type: 'tool_use', name: 'weather', input: { city: 'sample', unit: 'C' } };
    const whole = await client.messages.create(asked);
    expect([whole.stop_reason, whole.content[0]]).toEqual(['tool_use', expect.objectContaining(called)]);
    const final = await client.messages.stream(asked).finalMessage();
    expect([final.stop_reason, final.content[0]]).toEqual(['tool_use', expect.objectContaining(called)]);
  });

  test('says that an answer was cut by its limit', async () => {
    const { client } = await bench();
    const cut = await client.messages.create({ ...question, max_tokens: 3 });
    expect([cut.stop_reason, cut.usage.output_tokens]).toEqual(['max_tokens', 3]);
  });

  test('counts tokens as the message then does', async () => {
    const { client } = await bench();
    const { max_tokens: _, ...asked } = { ...question, system: 'Be brief.' };
    const counted = await client.messages.countTokens(asked);
    const message = await client.messages.create({ ...question, system: 'Be brief.' });
    expect(counted.input_tokens).toBe(message.usage.input_tokens);
  });

  test('lists models and batches page by page, in both directions', async () => {
    const { client, world } = await bench();
    const models: string[] = [];
    for await (const { id } of client.models.list({ limit: 4 })) models.push(id);
    expect(models).toHaveLength(6);
    expect((await client.models.retrieve(model)).display_name).toBe('Claude Haiku 4.5');
    const batches: string[] = [];
    for await (const { id } of client.messages.batches.list({ limit: 2 })) batches.push(id);
    expect(batches).toEqual([4, 3, 2, 1, 0].map(anthropicIds.batch));
    const before: string[] = [];
    for await (const { id } of client.messages.batches.list({ limit: 2, before_id: anthropicIds.batch(0) }))
      before.push(id);
    expect(before.toSorted()).toEqual([4, 3, 2, 1].map(anthropicIds.batch).toSorted());
    expect(world.complaints).toEqual([]);
  });

  test('runs a batch and reads its results; cancels and deletes another', async () => {
    const { client, world, sdk } = await bench();
    const requests = ['a', 'b'].map((custom_id) => ({ custom_id, params: question }));
    const batch = await client.messages.batches.create({ requests });
    expect(batch).toMatchObject({ processing_status: 'in_progress', results_url: null });
    expect(await refusal(client.messages.batches.results(batch.id))).toMatchObject({
      message: expect.stringContaining('No batch `results_url`'),
    });
    world.clock.now += 3 * 60_000;
    const ended = await client.messages.batches.retrieve(batch.id);
    expect(ended).toMatchObject({ processing_status: 'ended', request_counts: { succeeded: 2, processing: 0 } });
    const results: string[] = [];
    for await (const { custom_id, result } of await client.messages.batches.results(batch.id))
      results.push(`${custom_id} ${result.type === 'succeeded' ? result.message.stop_reason : result.type}`);
    expect(results).toEqual(['a end_turn', 'b end_turn']);
    const other = await client.messages.batches.create({ requests });
    expect((await client.messages.batches.cancel(other.id)).request_counts.canceled).toBe(2);
    await client.messages.batches.delete(other.id);
    expect(await refusal(client.messages.batches.retrieve(other.id))).toBeInstanceOf(sdk.NotFoundError);
    expect(world.ledger).toEqual([
      'POST /v1/messages/batches message_batch',
      'POST /v1/messages/batches message_batch',
      'POST /v1/messages/batches/{id}/cancel message_batch',
      'DELETE /v1/messages/batches/{id} message_batch',
    ]);
    expect(world.complaints).toEqual([]);
  });

  test('is refused for an unknown or a missing member, with a complaint that repeats nothing it sent', async () => {
    const { client, world, sdk } = await bench();
    const refused = await refusal(client.messages.create({ ...question, ...{ temprature: 'private words' } }));
    expect(refused).toBeInstanceOf(sdk.BadRequestError);
    expect(refused).toMatchObject({
      status: 400,
      error: {
        type: 'error',
        error: { type: 'invalid_request_error', message: 'temprature: Extra inputs are not permitted' },
      },
    });
    const { max_tokens: _, ...missing } = question;
    expect(await refusal(client.post('/v1/messages', { body: missing }))).toMatchObject({ status: 400 });
    expect(await refusal(client.messages.create({ ...question, model: 'gpt-5' }))).toBeInstanceOf(sdk.NotFoundError);
    expect(await refusal(client.get('/v1/unheard-of'))).toMatchObject({ status: 404 });
    expect(world.complaints).toEqual([
      'POST /v1/messages: temprature: Extra inputs are not permitted',
      'POST /v1/messages: max_tokens: Field required',
      'POST /v1/messages: model: gpt-5',
      'GET /v1/unheard-of: Not Found',
    ]);
  });

  test('is refused with a key that is not ours, and tells the id of the request twice', async () => {
    const { client, world, sdk } = await bench({}, 'sk-ant-api03-other');
    const refused = await refusal(client.models.list());
    expect(refused).toBeInstanceOf(sdk.AuthenticationError);
    if (!(refused instanceof sdk.APIError)) return;
    expect(refused.requestID).toMatch(/^req_011C/);
    expect(refused.error).toMatchObject({ error: { type: 'authentication_error' }, request_id: refused.requestID });
    expect(told(world).headers.get('request-id')).toBe(refused.requestID);
  });

  test('is told an overload by 529, and no class of its own before major 1', async () => {
    const { client, sdk } = await bench({}, apiKey, 529);
    const refused = await refusal(client.messages.create(question));
    expect(refused).toBeInstanceOf(sdk.InternalServerError);
    expect(refused).toMatchObject({
      status: 529,
      error: { error: { type: 'overloaded_error', message: 'Overloaded' } },
    });
  });

  test('reads quotas on every reply, and is told how long to wait when one is used up', async () => {
    const { client, world, sdk } = await bench({ limits: { requests: 2, inputTokens: 50_000, outputTokens: 500 } });
    const { response, data } = await client.messages.create(question).withResponse();
    const spent = data.usage.output_tokens;
    const seconds = Math.ceil((spent * 60) / 500);
    const reset = (after: number) => new Date(world.clock.now + after * 1000).toISOString().replace('.000Z', 'Z');
    const headers = Object.fromEntries([...response.headers].filter(([header]) => header.includes('ratelimit')));
    expect(headers).toEqual({
      'anthropic-ratelimit-requests-limit': '2',
      'anthropic-ratelimit-requests-remaining': '1',
      'anthropic-ratelimit-requests-reset': reset(30),
      'anthropic-ratelimit-input-tokens-limit': '50000',
      'anthropic-ratelimit-input-tokens-remaining': '50000',
      'anthropic-ratelimit-input-tokens-reset': reset(1),
      'anthropic-ratelimit-output-tokens-limit': '500',
      'anthropic-ratelimit-output-tokens-remaining': String(500 - spent),
      'anthropic-ratelimit-output-tokens-reset': reset(seconds),
      'anthropic-ratelimit-tokens-limit': '500',
      'anthropic-ratelimit-tokens-remaining': String(500 - spent),
      'anthropic-ratelimit-tokens-reset': reset(seconds),
    });
    await client.models.list();
    const refused = await refusal(client.messages.create(question));
    expect(refused).toBeInstanceOf(sdk.RateLimitError);
    expect(told(world).headers.get('retry-after')).toBe('30');
    world.clock.now += 30_000;
    expect((await client.messages.create(question)).type).toBe('message');
  });

  test('is told of a spend limit by a 429 that names its cause and no wait', async () => {
    const { client, world, sdk } = await bench({ spendLimitReached: true });
    const refused = await refusal(client.messages.create(question));
    expect(refused).toBeInstanceOf(sdk.RateLimitError);
    expect(refused).toMatchObject({ error: { error: { details: { error_code: 'enforced_spend_limit_reached' } } } });
    expect(told(world).headers.has('retry-after')).toBe(false);
    expect((await client.models.list()).data.length).toBeGreaterThan(0);
  });
});

test('takes either form of authentication with any known version, and needs one of each', async () => {
  const world = await wired.begin(anthropic());
  const ask = async (headers: Record<string, string>) => {
    const reply = await fetch(`${world.url}/v1/models`, { headers });
    const { error }: { error?: { message: string } } = JSON.parse(await reply.text());
    return [reply.status, error?.message];
  };
  const bearer = { authorization: `Bearer ${apiKey}` };
  const plain = { 'x-api-key': apiKey };
  for (const version of ['2023-01-01', '2023-06-01', '2026-10-21'])
    for (const form of [bearer, plain])
      expect(await ask({ ...form, 'anthropic-version': version })).toEqual([200, undefined]);
  expect(world.complaints).toEqual([]);
  expect(await ask(bearer)).toEqual([400, 'anthropic-version: header is required']);
  expect(await ask({ ...plain, 'anthropic-version': '2019-01-01' })).toEqual([
    400,
    expect.stringContaining('no version'),
  ]);
  expect(await ask({ 'anthropic-version': '2023-06-01' })).toEqual([401, 'x-api-key header is required']);
  expect(world.complaints).toHaveLength(3);
});
