/** Every decision of the small endpoint that webhook mutants are made from. A mutant replaces one of them. */
import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { Delivery, Store } from '../standard-webhooks/src/store.ts';

/** What the endpoint makes something of. */
export const workedOn = ['contact.created', 'order.created', 'invoice.paid'];

export type Refusal = 'not-verified' | 'too-old' | 'not-readable';

export type Fields = { readonly [name: string]: unknown };

export interface Line extends Fields {
  readonly level: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: string;
}

/** What is known of a delivery whose signature was looked at. */
export interface Checked {
  /** Hex. */
  readonly expected: string;
}

const statusOf: { readonly [refusal in Refusal]: number } = {
  'not-verified': 401,
  'too-old': 400,
  'not-readable': 400,
};

const oldestMs = 300_000;

/** Undefined for what is no JSON object. */
function parsed(text: string): { readonly [member: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

export const compliantEndpoint = {
  secret: (): string => process.env.ITEMS_WEBHOOK_SECRET ?? '',
  /** The texts any of which may have been signed. */
  signed: (body: Buffer): readonly Buffer[] => [body],
  /** Both in hex. `given`: what stands in the header, which may be anything. */
  isSame: (given: string, expected: string): boolean =>
    given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected)),
  /** Both Unix ms. */
  isFresh: (sentAt: number, now: number): boolean => Math.abs(now - sentAt) <= oldestMs,
  /** Undefined when it says neither what happened nor under which id. */
  read: (text: string): Delivery | undefined => {
    const { id, type } = parsed(text) ?? {};
    return typeof id === 'string' && typeof type === 'string' ? { id, event: type, body: text } : undefined;
  },
  /** Called with every delivery before anything is verified. */
  arrives: (_body: Buffer, _accept: (delivery: Delivery) => void): void => {},
  refuses: (refusal: Refusal, _checked: Checked): Answer => ({ status: statusOf[refusal] }),
  /** Before the answer to a good delivery. */
  beforeAnswer: async (_delivery: Delivery, _work: () => Promise<void>): Promise<void> => {},
  /** What it answers to a good delivery; throws for one that it cannot deal with. */
  answers: (_delivery: Delivery): Answer => ({ status: 200 }),
  /** `body`: as it was delivered. */
  logs: (line: Line, _body: Buffer): Fields => line,
  levelOfAccepted: (): string => 'INFO',
  answersDuplicate: (): Answer => ({ status: 200 }),
  /** False for a duplicate. */
  keep: (store: Store, delivery: Delivery): boolean => store.keep(delivery),
  /** Ms after the answer. */
  worksAfter: (): number => 0,
  /** What is taken up again at start. */
  resumes: (store: Store): readonly Delivery[] => store.pending(),
};

export type EndpointBehaviour = typeof compliantEndpoint;

/** Another delivery of the same event counts as another event. */
export const asNew = (delivery: Delivery): Delivery => ({ ...delivery, id: randomUUID() });
