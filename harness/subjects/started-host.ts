/** A service that is started anew for each case, with a port and a state of its own: what a command and a container share. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { proxyEnvironment } from '../clock/children.ts';
import { ContractError } from '../ports/errors.ts';
import type { Readiness } from '../ports/service-subject.ts';
import type { ServiceSettings, SubjectNotice } from '../ports/subject.ts';
import { freePort } from './free-port.ts';
import { elapsed, pause } from './real-time.ts';
import type { ServiceHost } from './service-host.ts';
import type { ServiceExit, ServiceProcess } from './service-process.ts';
import { supervisor } from './supervisor.ts';
import { fillText } from './template.ts';

/** What the contract says of it, whatever it is. */
interface StartedSubject {
  readonly env?: { readonly [variable: string]: string };
  readonly ready: Readiness;
  readonly readyWithinMs?: number;
}

export interface Start {
  /** The whole environment that it needs for its contract; the machine's own is not in it. */
  readonly env: { readonly [variable: string]: string };
  /** The file of the certificate authority, of this subject alone. */
  readonly ca: string;
  readonly stateDir: string;
  fill(template: string): string;
  failed(what: string): ContractError;
  notice(notice: SubjectNotice): void;
  ended(): void;
}

/** Real time that starting may take on a busy machine. */
const usuallyReadyWithinMs = 30_000;
const graceMs = 2_000;
const askAgainMs = 20;
/** A knock or a look at a health page that takes longer says that it is not ready. */
const impatienceMs = 2_000;

const shown = (file: string): string => {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
};

const withHint = (words: string): string => (words.trim() === '' ? '' : `:\n${words.trim()}`);

export const explainExit = ({ code, signal, why, lastWords, error }: ServiceExit): string => {
  if (error !== undefined) return `it could not be started: ${error.message}`;
  if (why === 'flooding') return 'its process flooded its log';
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
  return `its process ended (${how})${withHint(lastWords)}`;
};

/** `launch` starts it. Rejects with `ContractError` when it cannot be. */
export const createStartedHost = (
  settings: ServiceSettings,
  subject: StartedSubject,
  { hearingMs }: Pick<ServiceHost, 'hearingMs'>,
  launch: (start: Start) => Promise<ServiceProcess> | ServiceProcess,
): ServiceHost => {
  const { contract, stateDir, urls, sender } = settings;
  const file = shown(contract);
  const failed = (what: string) => new ContractError(`subject of the contract ${file}: ${what}`);
  const readyWithinMs = subject.readyWithinMs ?? usuallyReadyWithinMs;
  const { directory } = supervisor();
  const ca = join(directory, `${basename(stateDir)}.ca.pem`);
  let process_: ServiceProcess | undefined;
  let port = 0;
  let readyLine = false;

  const notice = (told: SubjectNotice): void => {
    if (told.type === 'log' && 'log' in subject.ready && told.text.includes(subject.ready.log)) readyLine = true;
    settings.notice(told);
  };

  const places = (name: string): string | undefined => {
    if (name === 'port') return String(port);
    if (name === 'stateDir') return stateDir;
    return name.startsWith('url:') ? urls[name.slice('url:'.length)] : undefined;
  };
  const filled = (texts: { readonly [name: string]: string }) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fillText(text, places)]));

  const environment = (env: ServiceSettings['env']) => ({
    ...proxyEnvironment(settings.proxy),
    // Node and Deno read their own, curl and Go the second, Python's requests the third.
    NODE_USE_ENV_PROXY: '1',
    NODE_EXTRA_CA_CERTS: ca,
    SSL_CERT_FILE: ca,
    REQUESTS_CA_BUNDLE: ca,
    CURL_CA_BUNDLE: ca,
    ...env,
    ...filled(subject.env ?? {}),
  });

  const isReady = async (): Promise<boolean> => {
    if ('log' in subject.ready) return readyLine;
    if (!(await sender.knock(port))) return false;
    if ('port' in subject.ready) return true;
    const answer = await sender.send(
      { port, path: subject.ready.path, method: 'GET' },
      { headers: {}, body: Buffer.from('') },
      { hangUp: false, giveUp: pause(impatienceMs) },
    );
    return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
  };

  const waitUntilReady = async (started: ServiceProcess): Promise<void> => {
    const since = elapsed();
    while (!(await isReady())) {
      const exit = started.exit();
      if (exit !== undefined) throw failed(`${explainExit(exit)}\nIt ended before it was ready.`);
      if (elapsed() - since > readyWithinMs) {
        await started.kill('planned');
        throw failed(
          `it was not ready after ${readyWithinMs / 1000} s (${JSON.stringify(subject.ready)})${withHint(started.exit()?.lastWords ?? '')}\nCorrect subject.ready, or see that the service listens on 127.0.0.1 at {port}.`,
        );
      }
      await pause(askAgainMs);
    }
  };

  return {
    prefix: '',
    hearingMs,
    address: () => ({ host: '127.0.0.1', port }),
    fresh: async () => {
      await process_?.kill('planned');
      rmSync(stateDir, { recursive: true, force: true });
      mkdirSync(stateDir, { recursive: true, mode: 0o700 });
      writeFileSync(ca, settings.ca, { mode: 0o600 });
    },
    start: async (env, ended) => {
      port = await freePort();
      readyLine = false;
      const started = await launch({
        env: environment(env),
        ca,
        stateDir,
        fill: (template) => fillText(template, places),
        failed,
        notice,
        ended,
      });
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
    },
  };
};
