/** One case's REST API: an MSW handler over collections, replays, credentials and a quota that end with the case. */
import { http } from 'msw';
import type { LedgerEntry, OpenContext, OpenProvider, SecretShape } from '../../harness/ports/provider.ts';
import { openReplays } from '../replays.ts';
import { bearerOf, tokenFor, tokenRequest } from './bearer.ts';
import { openCollections } from './collections.ts';
import { epochSeconds, fingerprintOf, isWrite, tokenPath } from './dialect.ts';
import { errorReply, keyReused } from './errors.ts';
import type { RestLimits, RestOptions } from './provider.ts';

const tokenLifetimeMs = 60 * 60 * 1000;

export function openWorld(context: OpenContext, settings: Required<Omit<RestOptions, 'id'>>): OpenProvider {
  const ledger: LedgerEntry[] = [];
  const complaints: string[] = [];
  const complain = (complaint: string) => complaints.push(complaint);
  const now = () => context.now();
  const collections = openCollections(settings.collections, {
    seed: context.seed,
    now,
    record: (entry) => ledger.push(entry),
    complain,
  });
  const replays = openReplays();
  const authority = openAuthority(context, settings.secrets, complain);
  const quota = openWindow(settings.limits);

  async function answer(request: Request): Promise<Response> {
    const [url, body, { method, headers }] = [new URL(request.url), await request.text(), request];
    if (method === 'POST' && url.pathname === tokenPath) return authority.token(body);
    const refusal = authority.check(headers.get('authorization'));
    if (refusal !== undefined) return refusal;
    const exhausted = quota.take(now());
    if (exhausted !== undefined) return exhausted;
    const key = isWrite(method, url.pathname) ? headers.get('idempotency-key') : null;
    if (key === null || key === '') return collections({ method, url, body });
    const fingerprint = fingerprintOf(method, url, body);
    const repeated = replays.answer(key, fingerprint, now());
    if (repeated === 'reused') {
      complain('An Idempotency-Key was used for two different requests.');
      return errorReply(422, keyReused);
    }
    if (repeated !== undefined) return repeated;
    const reply = collections({ method, url, body });
    if (reply.ok) await replays.keep(key, fingerprint, now(), reply);
    return reply;
  }

  return {
    handlers: [http.all(`${settings.origin}/*`, async ({ request }) => quota.told(await answer(request), now()))],
    ledger: () => [...ledger],
    takeComplaints: () => complaints.splice(0),
  };
}

function openAuthority(
  { credentials, now }: OpenContext,
  secrets: { readonly [secret: string]: SecretShape },
  complain: (complaint: string) => void,
) {
  const issuedAt = new Map<string, number>();
  const valuesOf = (use: SecretShape['use']) =>
    Object.entries(credentials).flatMap(([name, value]) => (secrets[name]?.use === use ? [value] : []));
  return {
    token(body: string): Response {
      const { grant_type: grantType, client_secret: clientSecret } = tokenRequest(body);
      if (clientSecret === undefined || grantType !== 'client_credentials') {
        complain(`POST ${tokenPath}: grant_type=client_credentials and client_secret are required in the body.`);
        return errorReply(400, { message: 'grant_type and client_secret are required.' });
      }
      if (!valuesOf('oauth').includes(clientSecret)) return errorReply(401, { code: 'invalid_client' });
      const token = tokenFor(clientSecret);
      issuedAt.set(token, now());
      return Response.json({ access_token: token, token_type: 'Bearer', expires_in: tokenLifetimeMs / 1000 });
    },
    /** Undefined when the credential is good. */
    check(header: string | null): Response | undefined {
      const bearer = bearerOf(header);
      if (bearer === undefined) {
        const why = header === null ? 'is missing' : 'has the wrong form';
        complain(`Authorization ${why}: Bearer and a credential were expected.`);
        return errorReply(401);
      }
      const since = issuedAt.get(bearer);
      const alive = since !== undefined && now() - since < tokenLifetimeMs;
      return alive || valuesOf('credential').includes(bearer) ? undefined : errorReply(401);
    },
  };
}

/** A fixed window of requests, told on every reply. */
function openWindow({ requests, windowMs }: RestLimits) {
  let began = Number.NEGATIVE_INFINITY;
  let used = 0;
  const roll = (now: number) => {
    if (now - began < windowMs) return;
    began = now;
    used = 0;
  };
  return {
    /** The refusal when nothing is left. */
    take(now: number): Response | undefined {
      roll(now);
      if (used < requests) {
        used += 1;
        return undefined;
      }
      return errorReply(429, { headers: { 'Retry-After': String(Math.ceil((began + windowMs - now) / 1000)) } });
    },
    told(reply: Response, now: number): Response {
      roll(now);
      const headers = new Headers(reply.headers);
      headers.set('X-RateLimit-Limit', String(requests));
      headers.set('X-RateLimit-Remaining', String(requests - used));
      headers.set('X-RateLimit-Reset', epochSeconds(began + windowMs));
      return new Response(reply.body, { status: reply.status, headers });
    },
  };
}
