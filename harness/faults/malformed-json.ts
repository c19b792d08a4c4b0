/** Status 200 and the right content type over a body that is not JSON: a proxy's page, half a document, or nothing. */
import fc from 'fast-check';
import { isEventStream } from '../model/event-stream.ts';
import type { ExchangeFault } from '../ports/fault.ts';

type MalformedJsonParams = { readonly kind: 'cut' | 'html' | 'empty' };

const page = '<!doctype html><html><body><h1>One moment, please</h1></body></html>';

/** Half of an object or array is never JSON; half of a number might be. */
const cut = (body: string): string => (/^\s*[[{]/.test(body) ? body.slice(0, Math.ceil(body.length / 2)) : '{"data":');

const explanations: { readonly [kind in MalformedJsonParams['kind']]: string } = {
  cut: 'half of its reply, as if it were whole',
  html: 'a page of HTML as JSON',
  empty: 'an empty body as JSON',
};

export const malformedJson: ExchangeFault<MalformedJsonParams> = {
  id: 'malformed-json',
  kind: 'exchange',
  params: () => fc.record({ kind: fc.constantFrom('cut', 'html', 'empty') }),
  explain: ({ kind }) => `lets the provider act and sends ${explanations[kind]}`,
  apply: async ({ kind }, request, provider) => {
    const answer = await provider(request);
    // A stream is no document; `stream-malformed-json` is for those.
    if (!(answer instanceof Response) || isEventStream(answer.headers)) return { kind: 'missed', answer };
    const headers = new Headers(answer.headers);
    headers.delete('content-length');
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    const bodies = { cut: cut(await answer.text()), html: page, empty: '' };
    return new Response(bodies[kind], { status: 200, headers });
  },
};
