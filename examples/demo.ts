/**
 * `npm run demo [-- options of run]`: verifies the examples on official SDKs, one after the other, with example
 * attestations for what only people can answer, so that every clause of the standard shows a verdict.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { attestationFile } from '../harness/attest/attestation-file.ts';
import { dayOf } from '../harness/attest/days.ts';
import { exampleAttestations } from './demo/attestations.ts';
import { integrations } from './demo/integrations.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const options = ['--jobs', '2', '--out', '.gauntlet/demo', ...process.argv.slice(2)];

let interrupted = false;
// Ctrl+C reaches the run by itself, which says then what it kept.
process.on('SIGINT', () => {
  interrupted = true;
});

for (const { example, ...attested } of integrations) {
  const signed = `examples/${example}/${attestationFile}`;
  writeFileSync(here(`../${signed}`), exampleAttestations(attested, dayOf(new Date())));
  process.stderr.write(`${signed}: example attestations, dated today; nobody vouches for them.\n`);
  const run = [here('../bin/gauntlet.js'), 'run', `examples/${example}/${example}.contract.ts`, ...options];
  const [code] = await once(spawn(process.execPath, run, { cwd: here('..'), stdio: 'inherit' }), 'exit');
  process.exitCode = Math.max(Number(process.exitCode ?? 0), code ?? 4);
  if (interrupted) break;
}
