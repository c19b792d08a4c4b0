/** The `Date` header of the subject's own servers, which Node takes from a clock out of reach. */
import { OutgoingMessage, ServerResponse } from 'node:http';
import type { VirtualTime } from './virtual-time.ts';

type StoreHeader = (this: ServerResponse, firstLine: string, headers: unknown) => void;

const namesDate = (headers: unknown) =>
  headers !== null &&
  typeof headers === 'object' &&
  Object.entries(headers).some((entry) => entry.flat().some((part) => String(part).toLowerCase() === 'date'));

export function installDateHeader(time: VirtualTime): void {
  const store: StoreHeader = Reflect.get(OutgoingMessage.prototype, '_storeHeader');
  const storeWithDate: StoreHeader = function (firstLine, headers) {
    if (!this.sendDate || this.hasHeader('date') || namesDate(headers)) return store.call(this, firstLine, headers);
    this.sendDate = false;
    return store.call(this, `${firstLine}Date: ${new Date(time.now).toUTCString()}\r\n`, headers);
  };
  Object.defineProperty(ServerResponse.prototype, '_storeHeader', {
    value: storeWithDate,
    configurable: true,
    writable: true,
  });
}
