/** A harness that is killed while its subject loops without waiting. Prints what must not outlive it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startModuleSubject } from './module.ts';
import { supervisor } from './supervisor.ts';
import { openTestProvider } from './test-provider.ts';

const provider = await openTestProvider();
const subject = await startModuleSubject({
  contract: fileURLToPath(new URL('./test-contract.ts', import.meta.url)),
  env: {},
  stateDir: join(supervisor().directory, 'state'),
  urls: { test: provider.url },
  redirects: {},
  ca: '',
  proxy: 'http://127.0.0.1:9',
  wire: provider.wire,
  limits: { virtualMs: 60_000, steps: 100, stallMs: 60_000 },
  inspect: false,
  notice: () => {},
});
await subject.begin(1);
void subject.call({ operation: 'spin', input: '', user: '', correlationId: '' });

const children = readdirSync('/proc').filter((entry) => {
  if (!/^\d+$/.test(entry)) return false;
  try {
    const status = readFileSync(`/proc/${entry}/stat`, 'latin1');
    return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]) === process.pid;
  } catch {
    return false;
  }
});
console.log(JSON.stringify({ pids: children.map(Number), directory: supervisor().directory }));
