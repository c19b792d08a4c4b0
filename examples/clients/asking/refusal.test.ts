import { expect, test } from 'vitest';
import type { Provider } from '../../../harness/ports/provider.ts';
import { anthropic, linear, openai } from '../../../providers/index.ts';
import { github } from '../providers/github.ts';
import { items } from '../providers/items.ts';
import { type RetryAfter, refusal } from './refusal.ts';

/** 300 ms past a whole second. */
const now = Date.UTC(2026, 0, 1, 12) + 300;

const request = {
  method: 'POST',
  url: new URL('https://api.items.example/items'),
  headers: new Headers({ authorization: 'Bearer none' }),
  body: '{"title":"a"}',
};

const answered = async (provider: Provider, status: number, retryAfter?: RetryAfter): Promise<Headers> => {
  const context = { now, epochMs: now, credentials: {}, dialect: provider.dialect, sleep: async () => {} };
  const acted = async () => expect.unreachable();
  const params = { status, ...(retryAfter === undefined ? {} : { retryAfter }) };
  const answer = await refusal.apply(params, request, acted, context);
  return answer instanceof Response ? answer.headers : expect.unreachable();
};

test.each([
  [{ form: 'seconds', seconds: 37 }, '37'],
  [{ form: 'date', seconds: 37 }, 'Thu, 01 Jan 2026 12:00:38 GMT'],
  [{ form: 'date', seconds: -60 }, 'Thu, 01 Jan 2026 11:59:01 GMT'],
  [{ form: 'text', text: 'soon' }, 'soon'],
] as const)('tells the wait as %j', async (retryAfter, header) => {
  for (const status of [429, 503])
    expect((await answered(items(), status, retryAfter)).get('retry-after')).toBe(header);
});

test.each([items(), github(), linear(), openai(), anthropic()])('$id: nothing else tells a time', async (provider) => {
  for (const status of [429, 503]) {
    const headers = await answered(provider, status);
    expect([...headers.keys()].filter((name) => /reset|retry-after/.test(name))).toEqual([]);
  }
});
