/** Credentials of the generic REST provider: a Bearer key, or a token got from `POST /oauth/token`. */
import { digest } from '../digest.ts';
import { isJsonObject, parseJson } from '../json-body.ts';

/** The Bearer credential; undefined when there is none or it stands in another scheme. */
export const bearerOf = (header: string | null): string | undefined => /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];

/** The token that a client secret yields. It depends on the secret alone, so that a reader can tell whose it is. */
export const tokenFor = (clientSecret: string): string => `at_${digest(`token of ${clientSecret}`)}`;

/** Members of a token request, which may be JSON or form-encoded. */
export function tokenRequest(body: string): { readonly [name: string]: string } {
  const json = parseJson(body);
  const entries = isJsonObject(json) ? Object.entries(json) : [...new URLSearchParams(body)];
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
