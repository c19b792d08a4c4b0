/**
 * Time-outs of sockets and of HTTP/2, which Node takes from timers of its own, on the virtual ones. Load it only after those
 * stand.
 */
import http2, { type ClientHttp2Session } from 'node:http2';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/** A socket, or a session or stream of HTTP/2: all of them keep their time-out in the same way. */
interface Timed {
  readonly destroyed: boolean;
  setTimeout(delayMs: number, callback?: () => void): unknown;
  once(event: 'timeout', callback: () => void): unknown;
  removeListener(event: 'timeout', callback: () => void): unknown;
}

/** Where they keep it; Node itself refreshes and clears what it finds there. */
function timeoutSymbol(): symbol {
  const found = Object.getOwnPropertySymbols(new net.Socket()).find((symbol) => symbol.description === 'timeout');
  if (found === undefined)
    throw new Error('This version of Node keeps socket time-outs where they cannot be replaced.');
  return found;
}

export function installSocketTimeouts(): void {
  const slot = timeoutSymbol();

  function setVirtualTimeout(this: Timed, delayMs: number, callback?: () => void) {
    if (this.destroyed) return this;
    Reflect.set(this, 'timeout', delayMs);
    clearTimeout(Reflect.get(this, slot));
    if (delayMs === 0) {
      if (callback !== undefined) this.removeListener('timeout', callback);
      return this;
    }
    const onTimeout: () => void = Reflect.get(this, '_onTimeout');
    Reflect.set(this, slot, setTimeout(onTimeout.bind(this), delayMs).unref());
    if (callback !== undefined) this.once('timeout', callback);
    return this;
  }
  Object.assign(net.Socket.prototype, { setTimeout: setVirtualTimeout });

  /** The classes of HTTP/2 are nobody's to import: they are found where their instances first appear. */
  const replaceIn = (instance: object) => {
    let owner = instance;
    while (!Object.hasOwn(owner, 'setTimeout')) owner = Object.getPrototypeOf(owner);
    Object.assign(owner, { setTimeout: setVirtualTimeout });
  };
  const { connect } = http2;
  const connectOnVirtualTime = (...args: Parameters<typeof connect>): ClientHttp2Session => {
    const session = connect(...args);
    replaceIn(session);
    const { request } = session;
    session.request = (...its: Parameters<typeof request>) => {
      const stream = Reflect.apply(request, session, its);
      replaceIn(stream);
      return stream;
    };
    return session;
  };
  Object.assign(http2, { connect: connectOnVirtualTime });
  syncBuiltinESMExports();
}
