/** What every described API does with a request before it looks at what is asked: credential, quota, idempotency key. */
import { http } from 'msw';
import type { LedgerEntry, OpenContext, OpenProvider, ReceivedRequest } from '../../harness/ports/provider.ts';
import { openReplays } from '../replays.ts';
import { keyReused } from '../rest/errors.ts';
import { carriedIn, wantedAt } from './credentials.ts';
import { conflictCode, type Manners } from './dialect.ts';
import { openWindow } from './limits.ts';

/** What the API itself works with. */
export interface Desk {
  readonly seed: number;
  /** Unix ms. */
  now(): number;
  record(entry: LedgerEntry): void;
  /** A contract finding. Values that were sent stay out: they may be personal, and would make each one different. */
  complain(complaint: string): void;
}

export interface DescribedApi {
  readonly origin: string;
  readonly manners: Manners;
  /** False for what anybody may ask. */
  needsCredential(request: ReceivedRequest): boolean;
  answer(request: ReceivedRequest, desk: Desk): Promise<Response> | Response;
}

export function openDescribed(
  context: OpenContext,
  { origin, manners, needsCredential, answer }: DescribedApi,
): OpenProvider {
  const ledger: LedgerEntry[] = [];
  const complaints: string[] = [];
  const replays = openReplays();
  const quota = openWindow(manners.limits);
  const desk: Desk = {
    seed: context.seed,
    now: () => context.now(),
    record: (entry) => ledger.push(entry),
    complain: (complaint) => complaints.push(complaint),
  };

  const authorise = (request: ReceivedRequest): Response | undefined => {
    const carried = carriedIn(request, manners.credential);
    if (carried.kind !== 'values') {
      const why = carried.kind === 'none' ? 'No credential' : 'The credential has the wrong form';
      desk.complain(`${why}: ${wantedAt(manners.credential)}.`);
      return manners.refuse(401);
    }
    const good = Object.entries(context.credentials).some(
      ([name, secret]) =>
        manners.secrets[name]?.use !== 'webhook' && carried.values.some((value) => manners.accepts(value, secret)),
    );
    return good ? undefined : manners.refuse(401);
  };

  const once = async (request: ReceivedRequest): Promise<Response> => {
    const { idempotencyKey: key, fingerprint } = manners.readRequest(request);
    if (key === undefined || manners.repeated === 'none') return answer(request, desk);
    const repeated = replays.answer(key, fingerprint, desk.now());
    if (repeated === 'reused') {
      desk.complain('An idempotency key was used for two different requests.');
      return manners.refuse(422, keyReused);
    }
    if (repeated !== undefined && manners.repeated === 'same-reply') return repeated;
    if (repeated !== undefined)
      return manners.refuse(409, { code: conflictCode, message: 'This was created before, with the same key.' });
    const reply = await answer(request, desk);
    if (reply.ok) await replays.keep(key, fingerprint, desk.now(), reply);
    return reply;
  };

  const reply = async (request: ReceivedRequest): Promise<Response> => {
    const unauthorised = needsCredential(request) ? authorise(request) : undefined;
    if (unauthorised !== undefined) return unauthorised;
    const again = quota.take(desk.now());
    if (again === undefined) return once(request);
    const headers = { 'Retry-After': String(Math.ceil((again - desk.now()) / 1000)) };
    return manners.refuse(manners.limits.status, { code: 'rate_limited', message: 'Too many requests.', headers });
  };

  return {
    handlers: [
      http.all(`${origin}/*`, async ({ request }) => {
        const { method, headers } = request;
        const answered = await reply({ method, url: new URL(request.url), headers, body: await request.text() });
        const told = new Headers(answered.headers);
        for (const [name, value] of Object.entries(quota.headers(desk.now()))) told.set(name, value);
        return new Response(answered.body, { status: answered.status, headers: told });
      }),
    ],
    ledger: () => [...ledger],
    takeComplaints: () => complaints.splice(0),
  };
}
