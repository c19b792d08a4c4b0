/** Makes what dialects and handlers understand out of what Node parsed. */
import type { ReceivedRequest } from '../ports/provider.ts';
import type { Message } from './serve.ts';

/** Bytes of a request's body that are kept; more is answered with 413. */
export const bodyLimit = 10 * 1024 * 1024;

export interface Arrival {
  readonly received: ReceivedRequest;
  readonly end: 'complete' | 'too-large' | 'client-left';
}

/** Path and query only: clients behind a proxy send the whole address, and `//host/path` must not name another host. */
const pathOf = (target: string): string => {
  const absolute = /^https?:\/\/[^/?]*/i.exec(target);
  const path = absolute === null ? target : target.slice(absolute[0].length);
  return path.startsWith('/') ? path : `/${path}`;
};

const headersOf = (rawHeaders: readonly string[]): Headers => {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    // HTTP/2 has method, path and host among them.
    if (name === ':authority') headers.set('host', value);
    else if (!name.startsWith(':')) headers.append(name, value);
  }
  return headers;
};

/**
 * Reads a request to its end and gives it the provider's own `origin`, whatever address it was sent to. Calls back
 * within the turn in which the last byte came, so that there is no moment in which a request is neither in flight nor
 * being answered. A body over `bodyLimit` is read to the end and cut.
 */
export const receive = (message: Message, origin: string, arrived: (arrival: Arrival) => void): void => {
  const chunks: Buffer[] = [];
  let size = 0;
  let told = false;
  const tell = (end: Arrival['end']) => {
    if (told) return;
    told = true;
    const received: ReceivedRequest = {
      method: message.method ?? 'GET',
      url: new URL(`${origin}${pathOf(message.url ?? '/')}`),
      headers: headersOf(message.rawHeaders),
      body: Buffer.concat(chunks).toString('utf8'),
    };
    arrived({ received, end: end === 'complete' && size > bodyLimit ? 'too-large' : end });
  };
  message.on('data', (chunk: Buffer) => {
    const room = bodyLimit - size;
    if (room > 0) chunks.push(chunk.subarray(0, room));
    size += chunk.length;
  });
  message.once('end', () => tell('complete'));
  message.once('close', () => tell('client-left'));
  // Without a listener an abandoned upload would end the harness; `close` follows and tells it.
  message.on('error', () => {});
};
