/** What a service that is started here needs on either clock: where it listens, its environment, and whether it is ready. */
import { relative } from 'node:path';
import { proxyEnvironment } from '../clock/children.ts';
import { ContractError } from '../ports/errors.ts';
import type { CommandSubject, ContainerSubject } from '../ports/service-subject.ts';
import type { ServiceSettings, SubjectNotice } from '../ports/subject.ts';
import { type ClaimedPort, claimPort } from './claimed-port.ts';
import { pause } from './real-time.ts';
import { fillText } from './template.ts';

export type StartedSubject = CommandSubject | ContainerSubject;

/** Real time that starting may take on a busy machine. */
const usuallyReadyWithinMs = 30_000;
/** A knock or a look at a health page that takes longer says that it is not ready. */
const impatienceMs = 2_000;

const shown = (file: string): string => {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
};

export const createStartedService = (settings: ServiceSettings, subject: StartedSubject) => {
  const { contract, stateDir, urls, sender, proxy } = settings;
  const failed = (what: string) => new ContractError(`subject of the contract ${shown(contract)}: ${what}`);
  const readyWithinMs = subject.readyWithinMs ?? usuallyReadyWithinMs;
  let claimed: ClaimedPort | undefined;
  let readyLine = false;

  const port = () => claimed?.port ?? 0;
  const places = (name: string): string | undefined => {
    if (name === 'port') return String(port());
    if (name === 'stateDir') return stateDir;
    return name.startsWith('url:') ? urls[name.slice('url:'.length)] : undefined;
  };
  const fill = (template: string): string => fillText(template, places);
  const own = (): { readonly [variable: string]: string } =>
    Object.fromEntries(Object.entries(subject.env ?? {}).map(([name, text]) => [name, fill(text)]));

  return {
    failed,
    fill,
    readyWithinMs,
    port,
    notice: (told: SubjectNotice): void => {
      if (told.type === 'log' && 'log' in subject.ready && told.text.includes(subject.ready.log)) readyLine = true;
      settings.notice(told);
    },
    hasSaidReady: () => readyLine,
    /** Before each start. */
    renew: async (): Promise<void> => {
      await claimed?.release();
      claimed = await claimPort();
      readyLine = false;
    },
    /** When its process is gone for good. */
    close: async (): Promise<void> => {
      await claimed?.release();
    },
    /** What its contract gives it, and `env`: its secrets. */
    environment: (env: ServiceSettings['env']) => ({ ...env, ...own() }),
    /** Where a program in which no agent lives finds its providers. `ca`: file of the certificate authority. */
    wayOut: (ca: string): { readonly [variable: string]: string } => ({
      ...proxyEnvironment(proxy),
      // Curl and Go read the first, Python's requests the second.
      SSL_CERT_FILE: ca,
      REQUESTS_CA_BUNDLE: ca,
      CURL_CA_BUNDLE: ca,
    }),
    /** In real time, whatever its clock. `hasWritten`: looks into what it wrote, of which nothing may have been told yet. */
    isReady: async (hasWritten: (text: string) => boolean): Promise<boolean> => {
      if ('log' in subject.ready) return hasWritten(subject.ready.log);
      if (!(await sender.knock(port()))) return false;
      if ('port' in subject.ready) return true;
      const answer = await sender.send(
        { port: port(), path: subject.ready.path, method: 'GET' },
        { headers: {}, body: Buffer.from('') },
        { hangUp: false, giveUp: pause(impatienceMs) },
      );
      return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
    },
    notReady: (words: string) =>
      failed(
        `it was not ready after ${readyWithinMs / 1000} s (${JSON.stringify(subject.ready)})${words.trim() === '' ? '.' : `:\n${words.trim()}`}\nCorrect subject.ready, or see that the service listens on 127.0.0.1 at {port}.`,
      ),
  };
};
