/** Opens what cases run on: the wire with its providers, and the subject in its own process. */
import { environmentOf, issueSecrets } from './credentials.ts';
import type { LoadedContract } from './load-contract.ts';
import type { IntegrationFacts } from './model/integration-facts.ts';
import type { Fault } from './ports/fault.ts';
import type { CaseLimits, SubjectNotice } from './ports/subject.ts';
import { type CaseBench, runCase, type TraceSink } from './run.ts';
import { startModuleSubject } from './subjects/module.ts';
import { openWire } from './wire/wire.ts';

const hourMs = 3_600_000;
const limits: CaseLimits = { virtualMs: 6 * hourMs, steps: 100_000, stallMs: 10_000 };

const nowhere: TraceSink = { begin: () => {}, write: () => {}, end: () => {} };

export interface OpenBench extends CaseBench {
  close(): Promise<void>;
}

/** Starts the subject once, to see that it starts and which probes it offers, and leaves it ready for a first case. */
export const openCaseBench = async (
  contract: LoadedContract,
  faults: readonly Fault[],
  seed: number,
  inspect: boolean,
): Promise<OpenBench> => {
  const { integration, path } = contract;
  const secrets = issueSecrets(integration, seed);
  const wire = await openWire(integration.providers);
  let hear: (notice: SubjectNotice) => void = () => {};
  const world = {
    url: (provider: string): string => {
      const url = wire.urls[provider];
      if (url === undefined) throw new Error(`world.url('${provider}'): the contract lists no such provider`);
      return url;
    },
  };
  try {
    const subject = await startModuleSubject({
      contract: path,
      env: { ...integration.env?.(world), ...environmentOf(secrets) },
      urls: wire.urls,
      redirects: wire.redirects,
      ca: wire.ca,
      wire,
      limits,
      inspect,
      notice: (notice) => hear(notice),
    });
    const bench = {
      subject,
      wire,
      providers: integration.providers,
      faults: new Map(faults.map((fault) => [fault.id, fault])),
      facts: contract.facts,
      secrets,
      listen: (listener: typeof hear) => {
        hear = listener;
      },
      close: async () => {
        await subject.close();
        await wire.close();
      },
    };
    await runCase('start', { scenario: 'start', seed, actions: [], faults: [] }, bench, nowhere);
    const facts: IntegrationFacts = { ...contract.facts, probes: subject.probes };
    return { ...bench, facts };
  } catch (error) {
    await wire.close();
    throw error;
  }
};
