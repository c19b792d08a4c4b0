/** The files that hold what the subject writes to stdout and stderr, so that the harness reads a line when it was written. */
import { closeSync, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLengths } from '../ports/agent.ts';

const streams = [
  [1, 'stdout'],
  [2, 'stderr'],
] as const;

/**
 * Whoever passes the subject's lines on, an engine or a package manager, would bring them later than the clock allows: from now on
 * they go straight into the files. What the subject sends elsewhere by its own choice is no pipe, and stays.
 */
export function takeOverPipes(folder: string): void {
  for (const [descriptor, name] of streams) {
    const where = fstatSync(descriptor);
    if (!where.isFIFO() && !where.isSocket()) continue;
    // The lowest free number is the one that was just closed.
    closeSync(descriptor);
    const taken = openSync(join(folder, name), 'a');
    if (taken !== descriptor) throw new Error(`${name} could not be taken over`);
  }
}

/** Tells how long both files are. */
export function watchLogFiles(folder: string): () => LogLengths {
  const [stdout, stderr] = streams.map(([, name]) => openSync(join(folder, name), 'r'));
  const sizeOf = (descriptor: number | undefined) => (descriptor === undefined ? 0 : fstatSync(descriptor).size);
  return () => ({ stdout: sizeOf(stdout), stderr: sizeOf(stderr) });
}
