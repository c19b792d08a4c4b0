/**
 * The request can never succeed as it is. With `echo` the error text repeats the credential that the request carried,
 * as careless APIs do: whoever logs the text logs the secret. STD-17-01 §1.3, §4.1.
 */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';
import type { ReadingContext, ReceivedRequest } from '../ports/provider.ts';

type PermanentErrorParams = { readonly status: 400 | 401 | 403 | 404 | 422; readonly echo: boolean };

/** The value of the header that carried a credential of ours, or else whatever stood in `Authorization`. */
const carriedCredential = ({ headers }: ReceivedRequest, { credentials }: ReadingContext): string | undefined => {
  const issued = Object.values(credentials);
  const carrier = [...headers.values()].find((value) => issued.some((secret) => value.includes(secret)));
  return carrier ?? headers.get('authorization') ?? undefined;
};

export const permanentError: ExchangeFault<PermanentErrorParams> = {
  id: 'permanent-error',
  kind: 'exchange',
  params: () => fc.record({ status: fc.constantFrom(400, 401, 403, 404, 422), echo: fc.boolean() }),
  explain: ({ status, echo }) =>
    `answers ${status} without acting${echo ? ', repeating the credential in its message' : ''}`,
  apply: async ({ status, echo }, request, _provider, context) => {
    const carried = echo ? carriedCredential(request, context) : undefined;
    if (carried === undefined) return context.dialect.error(request, status);
    return context.dialect.error(request, status, `The request was refused; it was sent with "${carried}".`);
  },
};
