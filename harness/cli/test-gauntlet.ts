/** The command as a user runs it, in a process of its own. For tests. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/gauntlet.js', import.meta.url));
/** Reports as JSON on stdout are long. */
const maxBuffer = 2 ** 27;

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Nobody answers what it asks. */
export const gauntletIn = (folder: string, ...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [bin, ...args], { cwd: folder, maxBuffer }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    }).stdin?.end();
  });
