/** Events of no provider in particular, for the schemes that say nothing of what is sent. */
import type { JsonObject } from '../../harness/model/json.ts';
import type { WebhookEvent } from '../../harness/ports/webhook.ts';
import { isJsonObject, textAt } from '../json-body.ts';
import { drawn, isoOf, momentOf } from './drawn.ts';

const contact = drawn((faker, text) => ({
  timestamp: isoOf(momentOf(faker)),
  data: {
    id: `con_${faker.string.alphanumeric(16)}`,
    sequence: `90071992547${faker.string.numeric(8)}`,
    name: `${faker.person.fullName()} (${text})`,
    email: faker.internet.email({ provider: 'example.com' }),
    city: faker.location.city(),
  },
}));

const order = drawn((faker, text) => ({
  timestamp: isoOf(momentOf(faker)),
  data: {
    id: `ord_${faker.string.alphanumeric(16)}`,
    sequence: `92233720368${faker.string.numeric(8)}`,
    amount: faker.number.int({ min: 1, max: 9999 }),
    currency: faker.finance.currencyCode(),
    status: 'open',
    lines: [{ title: text, quantity: faker.number.int({ min: 1, max: 9 }) }],
  },
}));

const invoice = drawn((faker, text) => ({
  timestamp: isoOf(momentOf(faker)),
  data: {
    id: `inv_${faker.string.alphanumeric(16)}`,
    sequence: `18446744073${faker.string.numeric(8)}`,
    amount: faker.number.int({ min: 1, max: 9999 }),
    currency: 'EUR',
    memo: text,
  },
}));

/** A minute later, with `change` made to the entity. */
const changed = (first: JsonObject, change: JsonObject): JsonObject => ({
  ...first,
  timestamp: isoOf(Date.parse(textAt(first, 'timestamp') ?? '') + 60_000),
  data: { ...(isJsonObject(first.data) ? first.data : {}), ...change },
});

export const businessEvents: readonly WebhookEvent[] = [
  {
    event: 'contact.created',
    payload: contact,
    followedBy: { event: 'contact.updated', payload: (first) => changed(first, { city: 'Zürich/Oerlikon' }) },
  },
  {
    event: 'order.created',
    payload: order,
    followedBy: { event: 'order.paid', payload: (first) => changed(first, { status: 'paid' }) },
  },
  { event: 'invoice.paid', payload: invoice },
];
