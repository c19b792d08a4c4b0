/** Socket time-outs, which Node takes from timers of its own, on the virtual ones. Load it only after those stand. */
import net from 'node:net';

/** Where a socket keeps its time-out; Node itself refreshes and clears what it finds there. */
function timeoutSymbol(): symbol {
  const found = Object.getOwnPropertySymbols(new net.Socket()).find((symbol) => symbol.description === 'timeout');
  if (found === undefined)
    throw new Error('This version of Node keeps socket time-outs where they cannot be replaced.');
  return found;
}

export function installSocketTimeouts(): void {
  const slot = timeoutSymbol();

  net.Socket.prototype.setTimeout = function (this: net.Socket, delayMs: number, callback?: () => void) {
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
  };
}
