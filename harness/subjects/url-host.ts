/** A service that somebody else runs: found at an address, never started, emptied or ended. */
import { ContractError } from '../ports/errors.ts';
import type { UrlSubject } from '../ports/service-subject.ts';
import type { ServiceSettings } from '../ports/subject.ts';
import type { ServiceHost } from './service-host.ts';

export const createUrlHost = ({ sender, contract, env }: ServiceSettings, { url }: UrlSubject): ServiceHost => {
  const { hostname, port, pathname } = new URL(url);
  const address = { host: hostname === 'localhost' ? '127.0.0.1' : hostname, port: Number(port === '' ? 80 : port) };
  return {
    prefix: pathname === '/' ? '' : pathname,
    hearingMs: 5,
    address: () => address,
    fresh: async () => {},
    start: async () => {
      const missing = Object.keys(env).filter((variable) => process.env[variable] === undefined);
      if (missing.length > 0)
        throw new ContractError(
          `The service at ${url} has its secrets already, and they are not in the environment here: ${missing.join(', ')}. Set them to the values that the service runs with; use none that opens anything.`,
        );
      if (!(await sender.knock(address.port, address.host)))
        throw new ContractError(
          `Nothing listens at ${url}, the subject of the contract ${contract}. Start the service first.`,
        );
    },
    exit: () => undefined,
    explain: () => '',
    readLogs: () => {},
    written: () => 0,
    kill: async () => {
      throw new ContractError(`The subject at ${url} cannot be restarted from here.`);
    },
    stop: async () => undefined,
    close: async () => {},
  };
};
