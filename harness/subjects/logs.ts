/**
 * What the subject writes to stdout and stderr, line by line. Both go to files, so that everything written
 * before a report is there to be read at once; a flood keeps its first and its last part.
 */
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

/** Bytes of one case that are told as they come, and of the rest the last ones, told when the case ends. */
const headBytes = 1024 * 1024;
const tailBytes = 256 * 1024;
const chunkBytes = 64 * 1024;

/** `dropped`: bytes left out just before this line. */
export type OnLine = (text: string, dropped: number) => void;

export interface LogFile {
  /** The descriptor that the subject writes to. */
  readonly descriptor: number;
  /** Tells the complete lines up to this length of the file. */
  readonly read: (upTo: number) => void;
  /** Tells the rest, complete or not, and forgets it: the case or the process is over. */
  readonly finish: () => void;
  /** Bytes written since the case began. */
  readonly written: () => number;
  /** Up to the last `bytes` of that. */
  readonly end: (bytes: number) => string;
  readonly close: () => void;
}

export function openLogFile(directory: string, name: string, onLine: OnLine): LogFile {
  const path = join(directory, name);
  const descriptor = openSync(path, 'a+', 0o600);
  const buffer = Buffer.alloc(chunkBytes);
  let decoder = new StringDecoder('utf8');
  let offset = 0;
  let begin = 0;
  let partial = '';
  let dropped = 0;

  const size = () => fstatSync(descriptor).size;
  const feed = (text: string) => {
    const lines = (partial + text).split('\n');
    partial = lines.pop() ?? '';
    for (const line of lines) tell(line);
  };
  const tell = (line: string) => {
    onLine(line.endsWith('\r') ? line.slice(0, -1) : line, dropped);
    dropped = 0;
  };
  const readTo = (end: number) => {
    while (offset < end) {
      const count = readSync(descriptor, buffer, 0, Math.min(chunkBytes, end - offset), offset);
      if (count === 0) return;
      offset += count;
      feed(decoder.write(buffer.subarray(0, count)));
    }
  };

  return {
    descriptor,
    read: (upTo) => readTo(Math.min(upTo, begin + headBytes)),
    finish: () => {
      const end = size();
      readTo(Math.min(end, begin + headBytes));
      if (end - offset > tailBytes) {
        if (partial !== '') tell(partial);
        partial = '';
        dropped = end - tailBytes - offset;
        offset = end - tailBytes;
        decoder = new StringDecoder('utf8');
      }
      readTo(end);
      if (partial !== '') tell(partial);
      partial = '';
      if (end > headBytes) {
        ftruncateSync(descriptor, 0);
        offset = 0;
      }
      begin = offset;
    },
    written: () => size() - begin,
    end: (bytes) => {
      const length = Math.min(bytes, size() - begin);
      const last = Buffer.alloc(length);
      readSync(descriptor, last, 0, length, size() - length);
      return last.toString('utf8');
    },
    close: () => {
      closeSync(descriptor);
      rmSync(path, { force: true });
    },
  };
}
