/** `gauntlet doctor`: can this machine run contracts, and does this contract start? Each answer says what to do. */
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import type { Bench } from '../bench.ts';
import { openCaseBench } from '../case-bench.ts';
import { loadContract } from '../load-contract.ts';
import { probeNames } from '../model/integration-facts.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const check = async (name: string, look: () => Promise<string> | string): Promise<Check> => {
  try {
    return { name, ok: true, detail: await look() };
  } catch (error) {
    return { name, ok: false, detail: reason(error) };
  }
};

const listensOnLoopback = (): Promise<string> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) =>
      reject(
        new Error(`${error.message}. Gauntlet serves its providers on 127.0.0.1: allow this process to listen there.`),
      ),
    );
    server.listen(0, '127.0.0.1', () => server.close(() => resolve('127.0.0.1 can be listened on')));
  });

const temporaryFolder = (): string => {
  const folder = tmpdir();
  accessSync(folder, constants.W_OK);
  return `${folder} can be written to`;
};

const contractChecks = async (path: string, bench: Bench): Promise<readonly Check[]> => {
  const loads = await check('contract', async () => {
    const { facts } = await loadContract(path, bench.catalogue);
    return `${facts.service} (${facts.type}) with ${Object.keys(facts.operations).join(', ')}`;
  });
  if (!loads.ok) return [loads];
  const starts = await check('integration', async () => {
    const contract = await loadContract(path, bench.catalogue);
    const opened = await openCaseBench(contract, bench.faults, 1, false);
    await opened.close();
    const missing = probeNames.filter((probe) => !opened.facts.probes.includes(probe));
    return missing.length === 0
      ? 'starts, and offers every probe'
      : `starts. What ${missing.join(', ')} would show is not verified until the contract offers ${missing.length === 1 ? 'it' : 'them'}`;
  });
  return [loads, starts];
};

/** 0 when everything is in order, else 2. */
export const doctorCommand = async (contract: string | undefined, bench: Bench): Promise<number> => {
  const checks = [
    await check('node', () => `${process.version} on ${process.platform}`),
    await check('loopback', listensOnLoopback),
    await check('temporary folder', temporaryFolder),
    ...(contract === undefined ? [] : await contractChecks(contract, bench)),
  ];
  for (const { name, ok, detail } of checks) process.stdout.write(`${ok ? 'ok   ' : 'WRONG'}  ${name}: ${detail}\n`);
  return checks.every(({ ok }) => ok) ? 0 : 2;
};
