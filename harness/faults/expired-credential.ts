/** The credential was good and is no longer: 401 in the provider's own form. Struck many times, until it is rotated. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';

type ExpiredCredentialParams = Record<string, never>;

export const expiredCredential: ExchangeFault<ExpiredCredentialParams> = {
  id: 'expired-credential',
  kind: 'exchange',
  params: () => fc.constant({}),
  explain: () => 'refuses the credential as expired (401)',
  apply: async (_params, request, _provider, { dialect }) => dialect.error(request, 401),
};
