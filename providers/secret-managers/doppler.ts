/** Doppler's reading API: what a service token of one config may see. The unmodified `@dopplerhq/node-sdk` is its judge. */
import type { Provider, ReceivedRequest } from '../../harness/ports/provider.ts';
import { digest } from '../digest.ts';
import { type Question, type Served, secretManager, unknown, wanting } from './manager.ts';

const origin = 'https://api.doppler.com';
const config = '/v3/configs/config';

/** Doppler adds these three to every config by itself. */
const place: Served = { DOPPLER_CONFIG: 'dev', DOPPLER_ENVIRONMENT: 'dev', DOPPLER_PROJECT: 'simulated' };

const told = (value: string) => ({
  raw: value,
  computed: value,
  note: '',
  rawVisibility: 'masked',
  computedVisibility: 'masked',
  rawValueType: { type: 'string' },
  computedValueType: { type: 'string' },
});

/** Those that the request asks for by name, all when it names none. */
function asked({ request, served }: Question): Served {
  const all = { ...served, ...place };
  const names = request.url.searchParams.get('secrets')?.split(',');
  return names === undefined ? all : Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

function download(question: Question): Response {
  const { headers, url } = question.request;
  const format = url.searchParams.get('format') ?? 'json';
  if (format !== 'json') return wanting(question, `the format ${format} is not simulated, only json`);
  const body = JSON.stringify(asked(question));
  const etag = `W/"${digest(body)}"`;
  if (headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { ETag: etag } });
  return new Response(body, { headers: { 'Content-Type': 'application/json', ETag: etag } });
}

function one(question: Question): Response {
  const name = question.request.url.searchParams.get('name');
  if (name === null) return wanting(question, 'name is missing');
  const value = { ...question.served, ...place }[name];
  if (value === undefined) return question.manners.refuse(404, { message: `Could not find requested secret: ${name}` });
  return Response.json({ name, value: told(value), success: true });
}

function answer(question: Question): Response {
  const { method, url } = question.request;
  switch (`${method} ${url.pathname}`) {
    case `GET ${config}/secrets/download`:
      return download(question);
    case `GET ${config}/secrets/names`:
      return Response.json({ names: Object.keys(asked(question)), success: true });
    case `GET ${config}/secrets`: {
      const secrets = Object.entries(asked(question)).map(([name, value]) => [name, told(value)] as const);
      return Response.json({ secrets: Object.fromEntries(secrets), success: true });
    }
    case `GET ${config}/secret`:
      return one(question);
    default:
      return unknown(question);
  }
}

const operationOf = ({ method, url }: ReceivedRequest): string => `${method} ${url.pathname}`;

export const doppler = ({ id = 'doppler' }: { readonly id?: string } = {}): Provider =>
  secretManager({
    id,
    origin,
    operationOf,
    answer,
    manners: {
      secrets: { serviceToken: { prefix: 'dp.st.dev.', randomLength: 43, use: 'credential' } },
      credential: { in: 'header', name: 'Authorization', scheme: 'Bearer' },
      rateLimit: { requests: 480, windowMs: 60_000 },
      error: { body: { messages: ['{message}'], success: false } },
    },
  });
