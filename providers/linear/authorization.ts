/** How Linear reads `Authorization`: a personal API key stands there raw, an OAuth token behind `Bearer`. */

export type Authorization =
  | { readonly kind: 'none' }
  | { readonly kind: 'api-key'; readonly value: string }
  | { readonly kind: 'oauth-token'; readonly value: string }
  | { readonly kind: 'api-key-as-bearer'; readonly value: string }
  | { readonly kind: 'malformed'; readonly value: string };

export const apiKeyPrefix = 'lin_api_';
export const oauthTokenPrefix = 'lin_oauth_';

export function readAuthorization(header: string | null): Authorization {
  const text = (header ?? '').trim();
  if (text === '') return { kind: 'none' };
  const bearer = /^Bearer\s+(.+)$/i.exec(text)?.[1];
  if (bearer?.startsWith(apiKeyPrefix)) return { kind: 'api-key-as-bearer', value: bearer };
  if (bearer !== undefined) return { kind: 'oauth-token', value: bearer };
  if (text.startsWith(apiKeyPrefix)) return { kind: 'api-key', value: text };
  return { kind: 'malformed', value: text };
}

/** What a contract finding says of the form of the header. Undefined when the form is right, whoever the credential belongs to. */
export function authorizationComplaint(authorization: Authorization): string | undefined {
  switch (authorization.kind) {
    case 'none':
      return 'Authorization is missing: Linear expects a personal API key, or Bearer and an OAuth token.';
    case 'api-key-as-bearer':
      return 'Authorization carries a personal API key behind Bearer: Linear expects it raw.';
    case 'malformed':
      return `Authorization is neither a personal API key (${apiKeyPrefix}...) nor Bearer and an OAuth token.`;
    case 'api-key':
    case 'oauth-token':
      return undefined;
  }
}
