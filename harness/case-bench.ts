/** Opens what cases run on: the wire with its providers, and the subject in its own process. */

import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { webhookDialect } from './contract-problems.ts';
import { environmentOf, type IssuedSecret, issueSecrets } from './credentials.ts';
import type { WebhookBench } from './deliver.ts';
import { createSender } from './deliveries/sender.ts';
import type { LoadedContract } from './load-contract.ts';
import type { ClockObstacle } from './model/clock-obstacle.ts';
import type { IntegrationFacts } from './model/integration-facts.ts';
import { type OpenSubject, openSubject } from './open-subject.ts';
import type { WireState } from './ports/clock.ts';
import { RealClockNeeded } from './ports/errors.ts';
import type { Sender } from './ports/sender.ts';
import type { CaseLimits, ServiceSettings, Subject, SubjectNotice } from './ports/subject.ts';
import { type CaseBench, runCase, type TraceSink } from './run.ts';
import { clockOf } from './subjects/clock-of.ts';
import { supervisor } from './subjects/supervisor.ts';
import { type Dependencies, openDependencies } from './wire/dependencies.ts';
import { openWire } from './wire/wire.ts';

const hourMs = 3_600_000;
const limits: CaseLimits = { virtualMs: 6 * hourMs, steps: 100_000, stallMs: 10_000 };

/** For cases of which no trace is kept. */
export const nowhere: TraceSink = { begin: () => {}, write: () => {}, end: () => {} };

export interface OpenBench extends CaseBench {
  /** Why its subject is not on the virtual clock, when it was tried. */
  readonly clockObstacle?: ClockObstacle;
  close(): Promise<void>;
}

/** The clock has to know of all: what the subject calls, who calls the subject, and what is real. */
const together = (wire: WireState, sender: WireState, dependencies: WireState): WireState => ({
  connections: () => [...wire.connections(), ...sender.connections(), ...dependencies.connections()],
  busy: () => wire.busy() || sender.busy() || dependencies.busy(),
  awaitsReal: () => dependencies.busy(),
  turnover: () => (wire.turnover?.() ?? 0) + (sender.turnover?.() ?? 0),
});

const webhookBench = (
  { integration, facts }: LoadedContract,
  secrets: readonly IssuedSecret[],
  seed: number,
  sender: Sender,
): WebhookBench | undefined => {
  const spec = integration.webhook;
  const { webhook } = facts;
  const dialect = webhookDialect(integration);
  const secret = secrets.find(({ name }) => name === webhook?.secret);
  if (spec === undefined || webhook === undefined || dialect === undefined || secret === undefined) return undefined;
  const unrelated = (generation: number): string =>
    issueSecrets(integration, seed, generation).find(({ name }) => name === secret.name)?.value ?? '';
  return {
    dialect,
    path: spec.path,
    toleranceMs: webhook.toleranceMs,
    secret,
    previousSecret: unrelated(1),
    otherSecret: unrelated(2),
    sender,
  };
};

/**
 * Starts the subject once, to see that it starts and which probes it offers, and leaves it ready for a first case. Without
 * `clock` it gets the virtual one where it can have it.
 */
export const openCaseBench = async (
  contract: LoadedContract,
  faults: Bench['faults'],
  seed: number,
  inspect: boolean,
  clock?: Subject['clockKind'],
): Promise<OpenBench> => {
  const { integration, path } = contract;
  const issue = (generation: number): readonly IssuedSecret[] => issueSecrets(integration, seed, generation);
  const secrets = issue(0);
  const { subject: service } = integration;
  const wire = await openWire(integration.providers, service?.kind === 'url' ? service.providerPorts : {});
  const sender = createSender();
  const webhook = webhookBench(contract, secrets, seed, sender);
  let hear: (notice: SubjectNotice) => void = () => {};
  let nextSignMs: ServiceSettings['nextSignMs'] = () => 0;
  const stateDir = mkdtempSync(join(supervisor().directory, 'state-'));
  const world = {
    stateDir,
    url: (provider: string): string => {
      const url = wire.urls[provider];
      if (url === undefined) throw new Error(`world.url('${provider}'): the contract lists no such provider`);
      return url;
    },
  };
  let opened: OpenSubject | undefined;
  let dependencies: Dependencies | undefined;
  try {
    const real = await openDependencies(integration.dependencies ?? []);
    dependencies = real;
    const settings = {
      contract: path,
      env: { ...integration.env?.(world), ...environmentOf(secrets) },
      urls: wire.urls,
      stateDir,
      redirects: { ...wire.redirects, ...real.redirects },
      ca: wire.ca,
      wire: together(wire, sender, real),
      limits,
      inspect,
      notice: (notice: SubjectNotice) => hear(notice),
    };
    const open = async (clockKind: Subject['clockKind']): Promise<OpenBench> => {
      const running = await openSubject(integration, clockKind, {
        wire,
        sender,
        settings,
        nextSignMs: (during, silentMs) => nextSignMs(during, silentMs),
      });
      opened = running;
      const bench = {
        subject: running.subject,
        wire,
        providers: integration.providers,
        faults: new Map(faults.map((fault) => [fault.id, fault])),
        facts: contract.facts,
        issue,
        ...(webhook === undefined ? {} : { webhook }),
        listen: (listener: typeof hear, expecting: typeof nextSignMs) => {
          hear = listener;
          nextSignMs = expecting;
        },
        close: async () => {
          await sender.end();
          await running.close();
          await wire.close();
          await real.close();
        },
      };
      await runCase('start', { scenario: 'start', seed, actions: [], faults: [] }, bench, nowhere);
      return bench;
    };
    const onRealClock = async (error: unknown): Promise<OpenBench> => {
      if (!(error instanceof RealClockNeeded) || clock !== undefined) throw error;
      await opened?.close();
      await wire.end();
      return { ...(await open('real')), clockObstacle: error.obstacle };
    };
    const bench = await open(clock ?? clockOf(integration)).catch(onRealClock);
    const facts: IntegrationFacts = { ...contract.facts, probes: bench.subject.probes };
    return { ...bench, facts };
  } catch (error) {
    // Its process would keep ours alive.
    await opened?.close();
    await wire.close();
    await dependencies?.close();
    throw error;
  }
};
