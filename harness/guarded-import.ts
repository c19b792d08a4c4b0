/**
 * Imports a contract file into the harness's own process, which the file could end, crash or hold up for ever. While it
 * loads, none of these happens: the import is rejected instead.
 */
import { every, turn } from './subjects/real-time.ts';

/** Real time that a contract and what it imports may take on a busy machine. */
const patienceMs = 60_000;

/** Why the file could not be loaded; says what it did, as the rest of a sentence that begins with its name. */
export class ImportBrokenOff extends Error {
  override readonly name = 'ImportBrokenOff';
}

export async function guardedImport(url: string): Promise<unknown> {
  const { promise: brokenOff, reject } = Promise.withResolvers<never>();
  const ended = (): never => {
    const error = new ImportBrokenOff('ends the process while it is loaded');
    reject(error);
    throw error;
  };
  // With nothing left to wait for, what the file awaits can never come.
  const idle = (): void => reject(new ImportBrokenOff('awaits something that never comes while it is loaded'));
  const { exit, abort } = process;
  const stopWaiting = every(patienceMs, () =>
    reject(new ImportBrokenOff(`is still loading after ${patienceMs / 1000} s`)),
  );
  process.exit = ended;
  process.abort = ended;
  process.on('beforeExit', idle);
  // Not a listener: others would hear of it too.
  process.setUncaughtExceptionCaptureCallback(reject);
  try {
    const loaded: unknown = await Promise.race([import(url), brokenOff]);
    // A rejection that nobody handles is told a turn later.
    await Promise.race([turn(), brokenOff]);
    return loaded;
  } finally {
    process.exit = exit;
    process.abort = abort;
    process.off('beforeExit', idle);
    process.setUncaughtExceptionCaptureCallback(null);
    stopWaiting();
  }
}
