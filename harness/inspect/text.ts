/** Bytes of a file as text, or nothing when they are none. */

/** As git decides it: a NUL among the first bytes. */
const looked = 8_000;

/** Undefined for a binary file. Never throws: bytes that are not UTF-8 become U+FFFD. */
export const textOf = (bytes: Buffer): string | undefined => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff && bytes.length % 2 === 0)
    return Buffer.from(bytes).swap16().toString('utf16le');
  return bytes.subarray(0, looked).includes(0) ? undefined : bytes.toString('utf8');
};

/** Line of a position, counted from 1. */
export const lineAt = (text: string, position: number): number => {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < position; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
};

/** Base name in lower case, and its extension without the dot. */
export const baseName = (file: string): string => file.slice(file.lastIndexOf('/') + 1).toLowerCase();
export const extension = (file: string): string => {
  const name = baseName(file);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1);
};
