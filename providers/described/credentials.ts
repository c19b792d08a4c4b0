/** Reads the credential of a request from where an API wants it. */
import type { ReceivedRequest } from '../../harness/ports/provider.ts';
import type { CredentialPlace } from './manners.ts';

export type Carried =
  | { readonly kind: 'none' }
  | { readonly kind: 'wrong-form' }
  /** Several where either part of a Basic credential may be the secret. */
  | { readonly kind: 'values'; readonly values: readonly string[] };

const one = (value: string): Carried => ({ kind: 'values', values: [value] });

export function carriedIn({ url, headers }: Pick<ReceivedRequest, 'url' | 'headers'>, place: CredentialPlace): Carried {
  if (place.in === 'query') {
    const value = url.searchParams.get(place.name);
    return value === null || value === '' ? { kind: 'none' } : one(value);
  }
  const header = headers.get(place.name);
  if (header === null || header === '') return { kind: 'none' };
  if (place.scheme === undefined) return one(header);
  const [scheme = '', value, ...more] = header.split(' ');
  if (value === undefined || more.length > 0 || scheme.toLowerCase() !== place.scheme.toLowerCase())
    return { kind: 'wrong-form' };
  return place.scheme.toLowerCase() === 'basic' ? basic(value) : one(value);
}

function basic(encoded: string): Carried {
  try {
    const values = atob(encoded).split(':');
    return { kind: 'values', values: values.filter((value) => value !== '') };
  } catch {
    return { kind: 'wrong-form' };
  }
}

/** What is wrong with a request that carries no credential in the right form. Never tells what it carried. */
export const wantedAt = (place: CredentialPlace): string =>
  place.in === 'query'
    ? `the query parameter ${place.name} was expected to hold a credential`
    : `the header ${place.name} was expected to hold ${place.scheme === undefined ? '' : `${place.scheme} and `}a credential`;
