/**
 * The part of GitHub's API that octokit is asked of. A refusal for want of quota is the secondary limit, which may tell
 * `Retry-After`; told by the provider's own header it is the primary one, with nothing remaining until the reset.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import { openapi, type Provider, type RetryAfterForm } from '@compass/gauntlet/providers';
import { twoOperations } from './two-operations.ts';

const path = '/repos/{owner}/{repo}/issues';
const issue = { id: 1, number: 1, title: 'Broken login', state: 'open' };

const described = () =>
  openapi(
    twoOperations({
      origin: 'https://api.github.com',
      read: ['get', path],
      write: ['post', path],
      takes: { type: 'object', required: ['title'], properties: { title: { type: 'string' } } },
      encoding: 'application/json',
    }),
    {
      id: 'github',
      secrets: { token: { prefix: 'ghp_', randomLength: 36, use: 'credential' } },
      credential: { in: 'header', name: 'Authorization', scheme: 'token' },
      idempotency: 'none',
      rateLimit: { requests: 5000, windowMs: 3_600_000 },
      error: { body: { message: '{message}', documentation_url: 'https://docs.github.com/rest', status: '{status}' } },
      answers: { [`GET ${path}`]: [issue], [`POST ${path}`]: issue },
    },
  );

const secondary = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';

const headerOf = (retryAfter: RetryAfterForm): string | undefined => {
  if (retryAfter.form === 'seconds') return String(retryAfter.seconds);
  if (retryAfter.form === 'http-date') return new Date(retryAfter.at).toUTCString();
  return retryAfter.form === 'raw' ? retryAfter.value : undefined;
};

export function github(): Provider {
  const provider = described();
  const { dialect } = provider;
  return {
    ...provider,
    dialect: {
      ...dialect,
      rateLimited(request, retryAfter, context) {
        if (retryAfter.form === 'provider') return dialect.rateLimited(request, retryAfter, context);
        const reply = dialect.error(request, 429, secondary);
        const value = headerOf(retryAfter);
        if (value !== undefined) reply.headers.set('Retry-After', value);
        return reply;
      },
    },
  };
}
