/**
 * Says an answer on a socket: a whole reply, a slow one, part of one, or nothing. Each stage after the first waits until
 * the one before has been received and dealt with; writing part of a body and resetting in one go would send no byte.
 */
import { isEventStream } from '../model/event-stream.ts';
import type { CaseClock } from '../ports/clock.ts';
import type { Answer, Silence, SlowReply } from '../ports/fault.ts';
import type { WireNotice } from '../ports/wire.ts';
import type { Connection } from './connection-book.ts';
import { type Reply, writeLast, writePart, writeStatus } from './serve.ts';

/** One request on its way to an answer. */
export interface Conversation {
  readonly request: number;
  readonly method: string;
  readonly reply: Reply;
  readonly connection: Connection;
  readonly clock: CaseClock;
  /** True when nobody listens any more: the client left, or the case ended. */
  isOver(): boolean;
  /** Runs while bytes are being written; between writings the wire is not busy. */
  writing<T>(work: () => Promise<T>): Promise<T>;
  notice(notice: WireNotice): void;
  /** What there is to tell, should the client leave from now on. */
  onLeaving(tell: () => void): void;
  /** Nothing more will be said, and a connection that ends now does not mean that the client gave up. */
  finished(): void;
}

interface Message {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Belong to one connection, not to a reply: node:http and the length of the body decide them. */
const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'upgrade', 'trailer']);

const isBodiless = (status: number, method: string): boolean => method === 'HEAD' || status === 204 || status === 304;

const messageOf = async (response: Response, method: string, now: number): Promise<Message> => {
  const { status, statusText } = response;
  if (status < 200) throw new RangeError(`a reply needs a status from 200 to 599, not ${status} (${response.type})`);
  const body = Buffer.from(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  for (const name of hopByHop) headers.delete(name);
  if (!headers.has('date')) headers.set('date', new Date(now).toUTCString());
  // The length of a stream is known to nobody when it begins: chunked, so that its end looks the same early and late.
  if (status !== 204 && status !== 304 && !isEventStream(headers)) headers.set('content-length', String(body.length));
  return { status, statusText, headers, body: isBodiless(status, method) ? Buffer.alloc(0) : body };
};

const writeHead = (reply: Reply, { status, statusText, headers }: Message): void => {
  reply.sendDate = false;
  for (const [name, value] of headers) if (name !== 'set-cookie') reply.setHeader(name, value);
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) reply.setHeader('set-cookie', cookies);
  writeStatus(reply, status, statusText);
};

/** Resolves when the operating system has the bytes, or when the connection is gone. */
const handedOver = (reply: Reply, write: (done: () => void) => void): Promise<void> =>
  new Promise((resolve) => {
    reply.once('close', resolve);
    write(() => {
      reply.off('close', resolve);
      resolve();
    });
  });

const sendPart = (reply: Reply, part: Buffer): Promise<void> =>
  handedOver(reply, (done) => writePart(reply, part, done));

interface Cut {
  readonly cutAfter: number;
  readonly cutBy: Silence['kind'];
}

const tellReply = ({ request, notice }: Conversation, message: Message, cut?: Cut): void =>
  notice({
    type: 'reply',
    request,
    status: message.status,
    headers: message.headers,
    body: message.body.toString('utf8'),
    ...cut,
  });

/** Told before the last byte leaves, so that whatever the client does because of it comes later. */
const sendLast = (conversation: Conversation, message: Message, part: Buffer): Promise<void> =>
  conversation.writing(async () => {
    tellReply(conversation, message);
    // Told at once that it is finished: Node reports the end of the exchange before a promise would be heard.
    await handedOver(conversation.reply, (done) =>
      writeLast(conversation.reply, part, () => conversation.finished(), done),
    );
  });

const sayWhole = async (conversation: Conversation, response: Response): Promise<void> => {
  const message = await conversation.writing(() => messageOf(response, conversation.method, conversation.clock.now()));
  if (conversation.isOver()) return;
  writeHead(conversation.reply, message);
  await sendLast(conversation, message, message.body);
};

const inParts = (body: Buffer, cuts: readonly number[]): readonly Buffer[] => {
  const within = cuts.filter((cut) => cut > 0 && cut < body.length);
  return [0, ...within].map((start, index) => body.subarray(start, within[index]));
};

const saySlowly = async (conversation: Conversation, slow: SlowReply): Promise<void> => {
  const { clock, method, reply } = conversation;
  const message = await conversation.writing(() => messageOf(slow.response, method, clock.now()));
  if (conversation.isOver()) return;
  writeHead(reply, message);
  const parts = inParts(message.body, slow.cuts);
  let sent = 0;
  // Whoever gives up on the body has seen the status.
  conversation.onLeaving(() => tellReply(conversation, message, { cutAfter: sent, cutBy: 'hang' }));
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1) {
      conversation.onLeaving(() => undefined);
      return sendLast(conversation, message, part);
    }
    await conversation.writing(() => sendPart(reply, part));
    sent += part.length;
    await clock.quiescent();
    await clock.sleep(slow.everyMs);
    if (conversation.isOver()) return;
  }
};

const tearDown = ({ connection, finished }: Conversation, kind: 'reset' | 'closed'): void => {
  finished();
  // On the TCP socket itself: a TLS socket cannot be reset, only closed.
  if (kind === 'reset') connection.raw.resetAndDestroy();
  else connection.speaker.end();
};

const fallSilent = async (conversation: Conversation, { kind, response, after = 0 }: Silence): Promise<void> => {
  const { clock, method, notice, reply, request } = conversation;
  if (response === undefined) notice({ type: 'silence', request, silence: kind });
  else {
    const message = await conversation.writing(() => messageOf(response, method, clock.now()));
    if (conversation.isOver()) return;
    const part = message.body.subarray(0, after);
    writeHead(reply, message);
    const tell = () => tellReply(conversation, message, { cutAfter: part.length, cutBy: kind });
    // Some clients break off as soon as they have read a head that they do not like.
    conversation.onLeaving(tell);
    await conversation.writing(() => sendPart(reply, part));
    if (kind !== 'hang') await clock.quiescent();
    if (conversation.isOver()) return;
    conversation.onLeaving(() => undefined);
    tell();
  }
  if (kind !== 'hang') tearDown(conversation, kind);
};

/** Rejects when the answer cannot be put into HTTP at all: a status below 200, or a body that fails while it is read. */
export const say = (conversation: Conversation, answer: Answer): Promise<void> => {
  if (answer instanceof Response) return sayWhole(conversation, answer);
  return answer.kind === 'slow' ? saySlowly(conversation, answer) : fallSilent(conversation, answer);
};

/** Ends a conversation in which we are broken, so that the client is not left hanging. */
export const breakOff = (conversation: Conversation): void => tearDown(conversation, 'reset');
