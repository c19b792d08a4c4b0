/**
 * Canaries: secrets that open nothing, in the shape of the real ones, so that wherever one turns up we know whose it
 * is. Seeded, so that a run replays.
 */
import { createHash } from 'node:crypto';
import type { SecretShape } from '../ports/provider.ts';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Below this a partial print could not be told from chance. */
const shortestRandomPart = 16;
/** The largest multiple of 62 below 256: bytes above it would favour some characters. */
const fairBytes = 248;

const characters = (shape: SecretShape, seed: number, draw: number): string => {
  let text = '';
  for (let block = 0; text.length < shape.randomLength; block += 1) {
    const bytes = createHash('sha256').update(`${shape.use} ${shape.prefix} ${seed} ${draw} ${block}`).digest();
    for (const byte of bytes) if (byte < fairBytes) text += base62[byte % 62];
  }
  return text.slice(0, shape.randomLength);
};

const mixed = (text: string): boolean => /\d/.test(text) && /[A-Z]/.test(text) && /[a-z]/.test(text);

/** Masked prints show only the ends, so the ends must be like no word and no number of ordinary text. */
const unmistakable = (text: string): boolean =>
  mixed(text.slice(0, 3)) && mixed(text.slice(-4)) && !/(.)\1\1/.test(text) && !/(.{3}).*\1/.test(text);

/**
 * The public prefix followed by `randomLength` seeded base62 characters, none three times in a row and no three of
 * them repeated. Throws a RangeError when the random part would be too short to be recognised in part.
 */
export const makeCanary = (shape: SecretShape, seed: number): string => {
  if (shape.randomLength < shortestRandomPart)
    throw new RangeError(
      `A canary "${shape.prefix}…" of ${shape.randomLength} random characters could be met by chance. Give the secret's shape a randomLength of at least ${shortestRandomPart}.`,
    );
  for (let draw = 0; ; draw += 1) {
    const text = characters(shape, seed, draw);
    if (unmistakable(text)) return shape.prefix + text;
  }
};
