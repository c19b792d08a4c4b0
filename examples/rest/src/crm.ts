/** Contacts in a CRM with a REST API: added, found, listed, imported. */
import { createHash, randomUUID } from 'node:crypto';
import type { Exchanged, Message } from './exchange.ts';
import { type Failure, type FailureKind, toUser, type UserError } from './failures.ts';
import { createPersistence, type Errand } from './persist.ts';

export interface Settings {
  readonly url: string;
  readonly apiKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Caller {
  readonly user: string;
  readonly correlationId: string;
  readonly signal: AbortSignal;
}

export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: UserError };

interface Contact {
  readonly name: string;
  readonly company: string;
  readonly email: string;
}

/** What to send for an operation, one message after the other, and which failure would be an answer. */
interface Job {
  readonly messages: readonly Message[];
  readonly answer?: FailureKind;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function contactOf(value: unknown): Contact | undefined {
  const fields = fieldsOf(value);
  const contact = { name: text(fields.name), company: text(fields.company), email: text(fields.email) };
  return contact.name === '' ? undefined : contact;
}

/** hash(user + operation + params): the same contact of the same user is added once. */
const contentKey = (user: string, operation: string, { name, company, email }: Contact): string =>
  createHash('sha256')
    .update(JSON.stringify([user, operation, name, company, email]))
    .digest('hex');

export function startCrm(settings: Settings) {
  const deadLetters: unknown[] = [];
  const alerts: unknown[] = [];
  const notifications: unknown[] = [];
  const persist = createPersistence({
    paused: ({ user, operation }) =>
      notifications.push({ user, operation, ...toUser({ kind: 'rate-limited' }, Date.now()) }),
    givenUp: (errand: Errand, { kind }: Failure) => {
      const { operation, user, correlationId, message } = errand;
      const { idempotencyKey, body } = message;
      // The sign-in is made anew when it is needed; its body, which carries a secret, is never kept.
      const kept = operation === 'sign_in' ? {} : { idempotencyKey, body };
      deadLetters.push({ operation, user, correlationId, ...kept });
      alerts.push({ operation, correlationId, because: kind });
    },
  });

  const contacts = `${settings.url}/v1/contacts`;
  const get = (url: string): Message => ({ method: 'GET', url, bearer: settings.apiKey });
  const post = (contact: Contact, idempotencyKey: string): Message => ({
    method: 'POST',
    url: contacts,
    bearer: settings.apiKey,
    idempotencyKey,
    body: contact,
  });

  /** Undefined for an input, or an operation, that means nothing to us. */
  function jobOf(operation: string, input: unknown, user: string): Job | undefined {
    const fields = fieldsOf(input);
    switch (operation) {
      case 'add_contact': {
        const contact = contactOf(input);
        return contact && { messages: [post(contact, randomUUID())] };
      }
      case 'add_contact_once': {
        const contact = contactOf(input);
        return contact && { messages: [post(contact, contentKey(user, operation, contact))] };
      }
      case 'find_contact':
        return { messages: [get(`${contacts}/${encodeURIComponent(text(fields.id))}`)], answer: 'missing' };
      case 'list_contacts':
        return { messages: [get(contacts)] };
      case 'import_contacts': {
        const list = Array.isArray(fields.contacts) ? fields.contacts.map(contactOf) : [];
        return { messages: list.flatMap((contact) => (contact ? [post(contact, randomUUID())] : [])) };
      }
      case 'sign_in': {
        const { clientId: client_id, clientSecret: client_secret } = settings;
        // RFC 6749 §4.4: the one place where a secret has to travel in a body.
        const body = { grant_type: 'client_credentials', client_id, client_secret };
        return { messages: [{ method: 'POST', url: `${settings.url}/oauth/token`, body }] };
      }
      default:
        return undefined;
    }
  }

  return {
    async perform(operation: string, input: unknown, caller: Caller): Promise<Outcome> {
      const job = jobOf(operation, input, caller.user);
      if (!job) return { ok: false, error: toUser({ kind: 'refused' }, Date.now()) };
      let last: Exchanged | undefined;
      for (const message of job.messages) {
        const answer = job.answer === undefined ? {} : { answer: job.answer };
        last = await persist({ operation, ...caller, message, ...answer });
        if (last.ok) continue;
        if (last.failure.kind === job.answer) return { ok: true, value: null };
        return { ok: false, error: toUser(last.failure, Date.now()) };
      }
      // The token stays here: whoever asked to sign in only learns that it worked.
      return { ok: true, value: operation === 'sign_in' || !last?.ok ? null : last.body };
    },
    deadLetters: () => deadLetters,
    alerts: () => alerts,
    notifications: () => notifications,
  };
}
