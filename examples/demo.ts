/**
 * `npm run demo [-- options of run]`: verifies the Linear example, with example attestations for what only people can
 * answer, so that every clause of the standard shows a verdict.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { attestationFile } from '../harness/attest/attestation-file.ts';
import { dayOf } from '../harness/attest/days.ts';
import { exampleAttestations } from './demo/attestations.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const signed = `examples/linear/${attestationFile}`;
writeFileSync(here(`../${signed}`), exampleAttestations(dayOf(new Date())));
process.stderr.write(`${signed}: example attestations, dated today; nobody vouches for them.\n`);

const options = ['--jobs', '2', '--out', '.gauntlet/demo', ...process.argv.slice(2)];
const run = [here('../bin/gauntlet.js'), 'run', 'examples/linear/linear.contract.ts', ...options];
// Ctrl+C reaches the run by itself, which says then what it kept.
process.on('SIGINT', () => undefined);
spawn(process.execPath, run, { cwd: here('..'), stdio: 'inherit' }).once('exit', (code) => {
  process.exitCode = code ?? 4;
});
