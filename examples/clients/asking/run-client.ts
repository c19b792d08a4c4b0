/** Puts one client through every probe, in a process of its own: `run-client.ts <client> <folder>`. */
import { fileURLToPath } from 'node:url';
import { runContract } from '../../../harness/run-contract.ts';
import { bench } from './bench.ts';

const [client = '', out = ''] = process.argv.slice(2);
const contract = fileURLToPath(new URL(`../${client}.contract.ts`, import.meta.url));
await runContract(contract, { seed: 1, jobs: 1, out, bail: false, inspect: false, explore: false }, bench);
