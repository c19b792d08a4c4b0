/**
 * The subject's randomness, seeded anew for each case: honest jitter varies between cases and replays with its case, and
 * keys made from it still differ from case to case. TLS and key generation keep OpenSSL's own generator.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** The next 32 random bits. */
type Generator = () => number;

/** sfc32 (Chris Doty-Humphrey): 128 bits of state, taken from the seed by SHA-256. */
function createGenerator(seed: string): Generator {
  const state = new Uint32Array(new Uint8Array(crypto.createHash('sha256').update(seed).digest()).buffer, 0, 4);
  let [a = 0, b = 0, c = 0, counter = 1] = state;
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
}

export interface Jitter {
  seed(seed: string): void;
}

/** Until it is seeded, `Math.random` repeats from process to process and `crypto` stays Node's own. */
export function installJitter(): Jitter {
  let next = createGenerator('before the first case');
  let seeded = false;

  const fraction = () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  const fill = (bytes: Uint8Array) => {
    for (let index = 0; index < bytes.length; index += 4) {
      const word = next();
      for (let byte = 0; byte < 4 && index + byte < bytes.length; byte++) bytes[index + byte] = word >>> (8 * byte);
    }
  };
  const view = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

  const native = {
    randomBytes: crypto.randomBytes,
    randomUUID: crypto.randomUUID,
    randomInt: crypto.randomInt,
    randomFillSync: crypto.randomFillSync,
    getRandomValues: crypto.webcrypto.getRandomValues.bind(crypto.webcrypto),
  };

  const randomUUID = (options?: crypto.RandomUUIDOptions) => {
    if (!seeded) return native.randomUUID(options);
    const bytes = new Uint8Array(16);
    fill(bytes);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    return Buffer.from(bytes.buffer)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };
  // The native calls check the arguments; what they filled in is then written over.
  const getRandomValues = <T extends Parameters<typeof native.getRandomValues>[0]>(array: T): T => {
    native.getRandomValues(array);
    if (seeded) fill(view(array));
    return array;
  };
  const randomFillSync = (target: NodeJS.ArrayBufferView, offset?: number, size?: number) => {
    const filled = native.randomFillSync(target, offset, size);
    if (seeded && ArrayBuffer.isView(target)) {
      const unit = 'BYTES_PER_ELEMENT' in target ? Number(target.BYTES_PER_ELEMENT) : 1;
      const start = (offset ?? 0) * unit;
      const end = size === undefined ? target.byteLength : start + size * unit;
      fill(view(target).subarray(start, end));
    }
    return filled;
  };
  type FillCallback = (error: Error | null, target: NodeJS.ArrayBufferView) => void;
  const randomFill = (target: NodeJS.ArrayBufferView, ...rest: readonly (number | FillCallback)[]) => {
    const [offset, size] = rest.filter((part) => typeof part === 'number');
    const callback = rest.find((part) => typeof part === 'function');
    randomFillSync(target, offset, size);
    if (callback !== undefined) setImmediate(callback, null, target);
  };
  const randomBytes = (size: number, callback?: (error: Error | null, bytes: Buffer) => void) => {
    const bytes = native.randomBytes(size);
    if (seeded) fill(bytes);
    if (callback === undefined) return bytes;
    setImmediate(callback, null, bytes);
    return undefined;
  };
  type IntCallback = (error: Error | undefined, value: number) => void;
  const randomInt = (first: number, second?: number | IntCallback, third?: IntCallback) => {
    const callback = typeof second === 'function' ? second : third;
    const [low, high] = typeof second === 'number' ? [first, second] : [0, first];
    const drawn = native.randomInt(low, high);
    const value = seeded ? low + Math.floor(fraction() * (high - low)) : drawn;
    if (callback === undefined) return value;
    setImmediate(callback, undefined, value);
    return undefined;
  };

  Math.random = fraction;
  Object.assign(crypto, { randomUUID, randomFillSync, randomFill, randomBytes, randomInt });
  for (const [name, value] of Object.entries({ randomUUID, getRandomValues })) {
    // `node:crypto` takes its own `getRandomValues` from here too.
    Object.defineProperty(Object.getPrototypeOf(crypto.webcrypto), name, { value, configurable: true, writable: true });
  }
  syncBuiltinESMExports();

  return {
    seed: (seed) => {
      next = createGenerator(seed);
      seeded = true;
    },
  };
}
