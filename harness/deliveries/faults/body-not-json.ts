/** Rightly signed, but the body is not the JSON object that it should be. */
import fc from 'fast-check';
import type { DeliveryFault } from '../../ports/webhook.ts';
import { sendBody } from '../steps.ts';

const kinds = ['cut', 'text', 'html', 'null'] as const;
type BodyNotJsonParams = { readonly kind: (typeof kinds)[number] };

const bodies: { readonly [kind in BodyNotJsonParams['kind']]: (body: Uint8Array) => Uint8Array } = {
  cut: (body) => body.subarray(0, Math.floor(body.length / 2)),
  text: () => Buffer.from('not json'),
  html: () => Buffer.from('<!doctype html><title>502 Bad Gateway</title>'),
  null: () => Buffer.from('null'),
};

const wording: { readonly [kind in BodyNotJsonParams['kind']]: string } = {
  cut: 'half of its JSON',
  text: 'plain text',
  html: 'a page of HTML',
  null: 'JSON that is no object',
};

export const bodyNotJson: DeliveryFault<BodyNotJsonParams> = {
  id: 'body-not-json',
  kind: 'delivery',
  params: () => fc.record({ kind: fc.constantFrom(...kinds) }),
  explain: ({ kind }) => `delivers ${wording[kind]}, rightly signed`,
  apply: ({ kind }, delivery, context) => [
    sendBody(delivery, context, bodies[kind](context.dialect.body(delivery)), 'ignore', `body is ${wording[kind]}`),
  ],
};
