/** Nothing reaches a name server or a host that is none of the simulation: the kernel counts it, in a network of our own. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { waysOut } from './test-ways-out.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('./test-shut-in.ts', import.meta.url));

/** A network that has nothing but loopback, which is down at first; Perl is in every Debian. */
const shutIn = ['unshare', ...(process.getuid?.() === 0 ? ['--net'] : ['--net', '--map-root-user'])];
const upAndRun = `socket(S, 2, 2, 0); $up = pack('a16 s x14', 'lo', 1); ioctl(S, 0x8914, $up) or die $!; exec(@ARGV) or die $!`;

const within = async (...args: readonly string[]): Promise<{ left: number; told: [string, string, string[]][] }> => {
  const [file = '', ...rest] = [...shutIn, 'perl', '-e', upAndRun, process.execPath, program, ...args];
  const { stdout } = await run(file, rest);
  return JSON.parse(stdout.split('\n').at(-2) ?? '');
};

const canBeShutIn = await run(shutIn[0] ?? '', [...shutIn.slice(1), 'true']).then(
  () => true,
  () => false,
);
const skipped = !canBeShutIn && process.env.CI === undefined;
if (skipped) console.warn('Skipped: this system gives nobody a network of their own (unshare --net).');

describe.skipIf(skipped)('in a network without a way out', () => {
  test('the kernel counts what a program tries that nobody guards', async () => {
    const { left } = await within('unguarded');
    expect(left).toBeGreaterThan(Object.keys(waysOut).length / 2);
  });

  test('an integration gets nowhere, and the trace has each attempt', async () => {
    const { left, told } = await within();
    expect(told.filter(([, outcome]) => outcome !== 'thrown')).toEqual([]);
    expect(told.filter(([, , hosts]) => hosts.length === 0)).toEqual([]);
    expect(told).toHaveLength(Object.keys(waysOut).length);
    expect(left).toBe(0);
  });
});
