/** A service on the real clock that is started anew for each case, with a port and a state of its own. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ServiceSettings } from '../ports/subject.ts';
import type { Launcher } from './launch.ts';
import { elapsed, pause } from './real-time.ts';
import type { ServiceHost } from './service-host.ts';
import { type ServiceExit, type ServiceProcess, watchService } from './service-process.ts';
import { createStartedService, type StartedSubject } from './started-service.ts';
import { supervisor } from './supervisor.ts';

const graceMs = 2_000;
const askAgainMs = 20;
const withHint = (words: string): string => (words.trim() === '' ? '' : `:\n${words.trim()}`);

export const explainExit = ({ code, signal, why, lastWords, error }: ServiceExit): string => {
  if (error !== undefined) return `it could not be started: ${error.message}`;
  if (why === 'flooding') return 'its process flooded its log';
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
  return `its process ended (${how})${withHint(lastWords)}`;
};

export const createStartedHost = (
  settings: ServiceSettings,
  subject: StartedSubject,
  { hearingMs }: Pick<ServiceHost, 'hearingMs'>,
  launcher: Launcher,
): ServiceHost => {
  const { stateDir } = settings;
  const service = createStartedService(settings, subject);
  const { failed, fill, readyWithinMs } = service;
  const { directory } = supervisor();
  const ca = join(directory, `${basename(stateDir)}.ca.pem`);
  let process_: ServiceProcess | undefined;

  const waitUntilReady = async (started: ServiceProcess): Promise<void> => {
    const since = elapsed();
    while (!(await service.isReady(service.hasSaidReady))) {
      const exit = started.exit();
      if (exit !== undefined) throw failed(`${explainExit(exit)}\nIt ended before it was ready.`);
      if (elapsed() - since > readyWithinMs) {
        await started.kill('planned');
        throw service.notReady(started.exit()?.lastWords ?? '');
      }
      await pause(askAgainMs);
    }
  };

  return {
    prefix: '',
    hearingMs,
    address: () => ({ host: '127.0.0.1', port: service.port() }),
    fresh: async () => {
      await process_?.kill('planned');
      rmSync(stateDir, { recursive: true, force: true });
      mkdirSync(stateDir, { recursive: true, mode: 0o700 });
      writeFileSync(ca, settings.ca, { mode: 0o600 });
    },
    start: async (env, ended) => {
      await service.renew();
      const launch = await launcher({
        // Node reads these of its own accord, and no agent tells it.
        env: {
          ...service.wayOut(ca),
          NODE_USE_ENV_PROXY: '1',
          NODE_EXTRA_CA_CERTS: ca,
          ...service.environment(env),
        },
        mark: ca,
        shared: [
          { path: stateDir, isReadOnly: false },
          { path: ca, isReadOnly: true },
        ],
        fill,
        failed,
      });
      const started = watchService(launch, service.notice, ended);
      process_ = started;
      await waitUntilReady(started);
    },
    exit: () => process_?.exit(),
    explain: explainExit,
    readLogs: () => process_?.readLogs(),
    written: () => process_?.written() ?? 0,
    kill: async () => {
      await process_?.kill('planned');
    },
    stop: async () => {
      const how = await process_?.terminate(graceMs);
      return how === 'killed' ? `the process, ${graceMs} ms after SIGTERM` : undefined;
    },
    close: async () => {
      await process_?.kill('planned');
      await service.close();
    },
  };
};
