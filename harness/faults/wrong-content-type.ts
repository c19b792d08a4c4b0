/** A good reply under a label that does not fit, as gateways and misconfigured deployments send it. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';

type WrongContentTypeParams = { readonly contentType: string };

export const wrongContentType: ExchangeFault<WrongContentTypeParams> = {
  id: 'wrong-content-type',
  kind: 'exchange',
  params: () =>
    fc.record({
      contentType: fc.constantFrom(
        'text/html; charset=utf-8',
        'text/plain',
        'application/octet-stream',
        'application/xml',
      ),
    }),
  explain: ({ contentType }) => `lets the provider act and labels its reply ${contentType}`,
  apply: async ({ contentType }, request, provider) => {
    const answer = await provider(request);
    if (!(answer instanceof Response)) return { kind: 'missed', answer };
    const headers = new Headers(answer.headers);
    headers.set('content-type', contentType);
    return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
  },
};
