/** Opens the simulated providers for one case, and tells of each request what it changed and what was wrong with it. */
import { getResponse } from 'msw';
import { HarnessError } from '../ports/errors.ts';
import type { LedgerEntry, OpenProvider, Provider, ReceivedRequest } from '../ports/provider.ts';

interface Exchanged {
  readonly response: Response;
  /** What this request, and no other, changed: oldest first. */
  readonly effects: readonly LedgerEntry[];
  readonly complaints: readonly string[];
}

/** Carries a request out. Rejects with `HarnessError` when a handler throws: then the provider is broken. */
export type ProviderExchange = (request: ReceivedRequest) => Promise<Exchanged>;

export interface OpenProvidersContext {
  readonly seed: number;
  /** Provider id to secret to value. */
  readonly credentials: { readonly [provider: string]: { readonly [secret: string]: string } };
  /** Unix time in ms on the case's clock. */
  now(): number;
  /** What secret managers among them serve, by name. */
  readonly served?: { readonly [name: string]: string };
}

/** The Fetch standard forbids a `Request` of these; no API that we simulate has them. */
const unspeakable = new Set(['CONNECT', 'TRACE', 'TRACK']);

const fetchRequest = ({ method, url, headers, body }: ReceivedRequest): Request => {
  const bodiless = method === 'GET' || method === 'HEAD' || body === '';
  return new Request(url, { method, headers, ...(bodiless ? {} : { body }) });
};

/** `HttpResponse.error()` and `passthrough()` mean something to an interceptor, and nothing to an API. */
const isReply = (response: Response): boolean =>
  response.type !== 'error' && response.headers.get('x-msw-intention') === null;

const resolve = async (id: string, open: OpenProvider, request: ReceivedRequest): Promise<Response | undefined> => {
  if (unspeakable.has(request.method)) return undefined;
  const where = `${request.method} ${request.url.pathname}`;
  try {
    const response = await getResponse([...open.handlers], fetchRequest(request), { quiet: true });
    if (response === undefined || isReply(response)) return response;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError(`the provider ${id} failed on ${where}: ${why}; mend its handler`, { cause });
  }
  throw new HarnessError(
    `the provider ${id} gave no reply to ${where} but an instruction to an interceptor (error or passthrough); ` +
      'let the handler reply, and leave network failures to faults',
  );
};

const exchangeWith = (id: string, open: OpenProvider): ProviderExchange => {
  let last: Promise<unknown> = Promise.resolve();

  const exchange: ProviderExchange = async (request) => {
    const before = open.ledger().length;
    const response = await resolve(id, open, request);
    const effects = open.ledger().slice(before);
    const complaints = open.takeComplaints();
    if (response !== undefined) return { response, effects, complaints };
    const unhandled = `no handler for ${request.method} ${request.url.pathname}`;
    const reply = new Response(JSON.stringify({ error: unhandled }), {
      status: 404,
      headers: { 'content-type': 'application/json' },
    });
    return { response: reply, effects, complaints: [...complaints, unhandled] };
  };

  // One at a time: only so does a difference in the ledger belong to one request.
  return (request) => {
    const next = last.then(() => exchange(request));
    last = next.catch(() => undefined);
    return next;
  };
};

/** Fresh providers, each with the data of `seed`. Thrown away with the case. */
export const openProviders = async (
  providers: readonly Provider[],
  { seed, credentials, now, served = {} }: OpenProvidersContext,
): Promise<{ readonly [provider: string]: ProviderExchange }> =>
  Object.fromEntries(
    await Promise.all(
      providers.map(async (provider) => {
        const opened = await provider.open({
          seed,
          credentials: credentials[provider.id] ?? {},
          now,
          ...(provider.servesSecrets ? { served } : {}),
        });
        return [provider.id, exchangeWith(provider.id, opened)] as const;
      }),
    ),
  );
