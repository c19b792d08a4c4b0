/**
 * A tiny provider to try the engine on: a REST API of items that counts what it is asked. Bearer credential,
 * `Idempotency-Key` that repeats its reply, 429 with `Retry-After`, quota in `X-RateLimit-*` (epoch seconds). It also tells
 * a story, word by word.
 */
import { createHash } from 'node:crypto';
import { HttpResponse, http } from 'msw';
import { eventText, type StreamEvent } from '../model/event-stream.ts';
import type { QuotaReading, ReplyClass, RetryAfterReading } from '../model/trace.ts';
import type {
  Dialect,
  LedgerEntry,
  OpenContext,
  OpenProvider,
  Provider,
  ReadingContext,
  ReceivedRequest,
  RetryAfterForm,
  StreamDialect,
} from '../ports/provider.ts';

const origin = 'https://api.items.example';
const hourMs = 60 * 60 * 1000;

const codes: { readonly [status: number]: string } = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'in_progress',
  422: 'invalid',
  429: 'rate_limited',
  500: 'internal',
  502: 'bad_gateway',
  503: 'unavailable',
  504: 'gateway_timeout',
};

const errorReply = (status: number, message = `the items API answers ${status}`): HttpResponse<string> =>
  new HttpResponse(JSON.stringify({ error: { code: codes[status] ?? 'error', message } }), {
    status,
    headers: { 'content-type': 'application/json' },
  });

const bearer = (headers: Headers): string | undefined => /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1];

const titleIn = (body: string): string | undefined => {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && 'title' in parsed && typeof parsed.title === 'string')
      return parsed.title;
  } catch {
    return undefined;
  }
  return undefined;
};

/** As many characters are no ASCII as are. */
const story: readonly StreamEvent[] = [
  ...['Ein', ' Bär', ' ging', ' über', ' die', ' Straße', '.'].map((word) => ({
    name: 'word',
    data: JSON.stringify({ word }),
  })),
  { name: 'over', data: JSON.stringify({ words: 7 }) },
  { data: '[END]' },
];

const streams: StreamDialect = {
  textOf: ({ data }) => String(JSON.parse(data).word),
  roleOf: ({ name, data }) => {
    if (data === '[END]') return 'terminator';
    if (name === 'word') return 'content';
    return name === 'over' ? 'end' : name === 'error' ? 'error' : 'other';
  },
  error: () => ({ name: 'error', data: JSON.stringify({ code: 'overloaded' }) }),
  unknown: () => ({ name: 'mood', data: JSON.stringify({ mood: 'calm' }) }),
};

interface Item {
  readonly id: string;
  readonly title: string;
}

interface Kept {
  readonly body: string;
  readonly item: Item;
}

const open = ({ seed, credentials, now }: OpenContext): OpenProvider => {
  const items: Item[] = [];
  const kept = new Map<string, Kept>();
  const ledger: LedgerEntry[] = [];
  let complaints: string[] = [];
  let left = 100;
  const resetAt = now() + hourMs;

  const withQuota = (reply: HttpResponse<string>): HttpResponse<string> => {
    left -= 1;
    reply.headers.set('x-ratelimit-remaining', String(left));
    reply.headers.set('x-ratelimit-reset', String(Math.ceil(resetAt / 1000)));
    return reply;
  };
  const json = (value: unknown, status: number): HttpResponse<string> =>
    withQuota(new HttpResponse(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } }));
  const refuse = (status: number, message: string): HttpResponse<string> => {
    complaints.push(message);
    return withQuota(errorReply(status, message));
  };
  const unauthorised = (headers: Headers): HttpResponse<string> | undefined =>
    bearer(headers) === credentials.apiKey ? undefined : refuse(401, 'the request carries no valid API key');

  const create = (body: string, key: string | null): HttpResponse<string> => {
    const earlier = key === null ? undefined : kept.get(key);
    if (earlier !== undefined && earlier.body !== body)
      return refuse(422, 'the idempotency key was used for another request');
    if (earlier !== undefined) return json(earlier.item, 201);
    const title = titleIn(body);
    if (title === undefined) return refuse(422, 'an item needs a title');
    const item: Item = { id: `item_${seed}_${items.length + 1}`, title };
    items.push(item);
    ledger.push({ operation: 'POST /items', entity: 'item', id: item.id });
    if (key !== null) kept.set(key, { body, item });
    return json(item, 201);
  };

  return {
    handlers: [
      http.get(`${origin}/items`, ({ request }) => unauthorised(request.headers) ?? json({ items }, 200)),
      http.get(`${origin}/items/:id`, ({ request, params }) => {
        const item = items.find(({ id }) => id === params.id);
        return unauthorised(request.headers) ?? (item ? json(item, 200) : withQuota(errorReply(404)));
      }),
      http.post(
        `${origin}/items`,
        async ({ request }) =>
          unauthorised(request.headers) ?? create(await request.text(), request.headers.get('idempotency-key')),
      ),
      http.post(`${origin}/stories`, ({ request }) => {
        const refused = unauthorised(request.headers);
        if (refused !== undefined) return refused;
        ledger.push({ operation: 'POST /stories', entity: 'story', id: `story_${ledger.length}` });
        const body = story.map(eventText).join('');
        return withQuota(new HttpResponse(body, { headers: { 'content-type': 'text/event-stream' } }));
      }),
      http.post(`${origin}/echo`, async ({ request }) => json({ said: await request.text() }, 200)),
    ],
    ledger: () => [...ledger],
    takeComplaints: () => {
      const taken = complaints;
      complaints = [];
      return taken;
    },
  };
};

const credentialOf: Dialect['credentialOf'] = ({ headers }, { credentials }) => {
  const value = bearer(headers);
  if (value === undefined) return 'none';
  const secret = Object.keys(credentials).find((name) => credentials[name] === value);
  return secret === undefined ? 'unknown' : { secret };
};

const operationOf = ({ method, url }: ReceivedRequest): string =>
  `${method} ${url.pathname.replace(/^\/items\/.+$/, '/items/:id')}`;

const readRequest: Dialect['readRequest'] = (request) => {
  const { method, url, headers, body } = request;
  const key = headers.get('idempotency-key');
  const likeness = [method, url.pathname, url.search, body].join('\n');
  return {
    operation: operationOf(request),
    stateChanging: method !== 'GET' && method !== 'HEAD',
    fingerprint: createHash('sha256').update(likeness).digest('hex').slice(0, 16),
    ...(key === null ? {} : { idempotencyKey: key }),
  };
};

const classOf = (status: number): ReplyClass => {
  if (status === 402) return 'spent';
  if (status >= 200 && status < 300) return 'success';
  if (status === 429) return 'rate-limited';
  if ([500, 502, 503, 504].includes(status)) return 'server-error';
  return [400, 401, 403, 404, 422].includes(status) ? 'permanent' : 'other';
};

const epochSeconds = (headers: Headers, name: string): number | undefined => {
  const raw = headers.get(name);
  return raw !== null && /^\d+$/.test(raw) ? Number(raw) * 1000 : undefined;
};

const readRetryAfter = (headers: Headers, { now, epochMs }: ReadingContext): RetryAfterReading | undefined => {
  const raw = headers.get('retry-after');
  const reset = epochSeconds(headers, 'x-ratelimit-reset');
  if (raw === null)
    return reset === undefined
      ? undefined
      : { form: 'provider', raw: String(reset / 1000), notBefore: reset - epochMs };
  if (/^\d+$/.test(raw)) return { form: 'seconds', raw, notBefore: now - epochMs + Number(raw) * 1000 };
  const at = Date.parse(raw);
  if (/ GMT$/.test(raw) && !Number.isNaN(at)) return { form: 'http-date', raw, notBefore: at - epochMs };
  return { form: 'invalid', raw };
};

const readQuota = (headers: Headers, { epochMs }: ReadingContext): readonly QuotaReading[] | undefined => {
  const remaining = headers.get('x-ratelimit-remaining');
  if (remaining === null) return undefined;
  const reset = epochSeconds(headers, 'x-ratelimit-reset');
  return [
    { name: 'requests', remaining: Number(remaining), ...(reset === undefined ? {} : { resetAt: reset - epochMs }) },
  ];
};

const errorIn = (body: string): { readonly code: string; readonly message: string } | undefined => {
  try {
    const { error }: { error?: { code?: unknown; message?: unknown } } = JSON.parse(body);
    return error === undefined ? undefined : { code: String(error.code), message: String(error.message) };
  } catch {
    return undefined;
  }
};

const readReply: Dialect['readReply'] = (_request, { status, headers, body }, context) => {
  const replyClass = classOf(status);
  const error = replyClass === 'success' ? undefined : errorIn(body);
  const mayWait = replyClass === 'rate-limited' || headers.has('retry-after');
  const retryAfter = mayWait ? readRetryAfter(headers, context) : undefined;
  const quota = readQuota(headers, context);
  return {
    class: replyClass,
    ...(error === undefined ? {} : { errorCode: error.code, errorMessage: error.message }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(quota === undefined ? {} : { quota }),
  };
};

const retryAfterHeader = (form: RetryAfterForm): readonly [string, string] | undefined => {
  switch (form.form) {
    case 'seconds':
      return ['retry-after', String(form.seconds)];
    case 'http-date':
      return ['retry-after', new Date(form.at).toUTCString()];
    case 'provider':
      return ['x-ratelimit-reset', String(Math.ceil(form.at / 1000))];
    case 'raw':
      return ['retry-after', form.value];
    case 'absent':
      return undefined;
  }
};

export const testProvider: Provider = {
  id: 'items',
  origins: [origin, 'https://eu.api.items.example'],
  secrets: { apiKey: { prefix: 'itm_live_', randomLength: 32, use: 'credential' } },
  dialect: {
    idempotency: 'same-reply',
    hasProviderRetryAfter: true,
    credentialOf,
    readRequest,
    readReply,
    rateLimited: (_request, form) => {
      const reply = errorReply(429, 'too many requests');
      const header = retryAfterHeader(form);
      if (header !== undefined) reply.headers.set(...header);
      return reply;
    },
    error: (_request, status, message) => errorReply(status, message),
    spent: () => errorReply(402, 'the account has no credit left'),
    streams,
    withQuota: (reply, remaining, resetAt) => {
      const headers = new Headers(reply.headers);
      headers.set('x-ratelimit-remaining', String(remaining));
      headers.set('x-ratelimit-reset', String(Math.ceil(resetAt / 1000)));
      return new Response(reply.body, { status: reply.status, statusText: reply.statusText, headers });
    },
  },
  open,
};
