/**
 * For a process in a network of its own that has nothing but loopback: runs a case in which the integration tries every way
 * out, or, asked for `unguarded`, tries them itself. Prints what the kernel counted of it meanwhile, and what was told.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nowhere, openCaseBench } from './case-bench.ts';
import { loadContract } from './load-contract.ts';
import type { Action } from './model/plan.ts';
import { runCase } from './run.ts';
import { waysOut } from './test-ways-out.ts';

/** Two lines for each protocol: the names, and the numbers. */
const counterOf = (protocol: string, name: string): number => {
  const lines = readFileSync('/proc/net/snmp', 'utf8').split('\n');
  const [names = '', numbers = ''] = lines.filter((line) => line.startsWith(`${protocol}: `));
  const found = Number(numbers.split(' ')[names.split(' ').indexOf(name)]);
  if (Number.isNaN(found)) throw new Error(`This system does not count ${protocol} ${name}.`);
  return found;
};
const counterOf6 = (name: string): number =>
  Number(new RegExp(`^${name}\\s+(\\d+)$`, 'm').exec(readFileSync('/proc/net/snmp6', 'utf8'))?.[1] ?? 0);

/** What had nowhere to go, and datagrams: a name server may stand on loopback. */
const left = (): number =>
  counterOf('Ip', 'OutNoRoutes') +
  counterOf('Udp', 'OutDatagrams') +
  counterOf6('Ip6OutNoRoutes') +
  counterOf6('Udp6OutDatagrams');

const before = left();
let told: readonly (readonly [string, string, readonly string[]])[] = [];
if (process.argv[2] === 'unguarded') {
  for (const leave of Object.values(waysOut)) await leave().catch(() => {});
} else {
  const contract = fileURLToPath(new URL('./test-ways-out-contract.ts', import.meta.url));
  const bench = await openCaseBench(await loadContract(contract), [], 1, false);
  const ways = Object.keys(waysOut);
  const actions = ways.map((operation): Action => {
    return { kind: 'perform', operation, input: {}, user: 'ada', correlationId: 'c' };
  });
  const { events } = await runCase('out#0', { scenario: 'out', seed: 1, actions, faults: [] }, bench, nowhere);
  await bench.close();
  told = ways.map((way, action) => [
    way,
    events.flatMap((event) => (event.type === 'outcome' && event.action === action ? [event.result.kind] : [])).join(),
    events.flatMap((event) => (event.type === 'unclaimed' && event.action === action ? [event.host] : [])),
  ]);
  for (const event of events) if (event.type === 'harness-error') throw new Error(event.message);
}
console.log(JSON.stringify({ left: left() - before, told }));
process.exit();
