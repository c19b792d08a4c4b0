/** Faults that strike before a request exists: nobody listens, or the TLS handshake goes wrong. */
import type { CaseLog } from './case-log.ts';
import type { Plan } from './model/plan.ts';
import type { ConnectionFailure } from './ports/fault.ts';
import type { Provider } from './ports/provider.ts';
import type { SubjectNotice } from './ports/subject.ts';
import type { Wire } from './ports/wire.ts';
import type { CaseBench } from './run.ts';

interface PlannedConnectFault {
  /** Index in `plan.faults`. */
  readonly planned: number;
  readonly fault: string;
  readonly times: number;
  readonly how: ConnectionFailure;
}

export interface ConnectFaults {
  /** From now on the connections of this action fail as planned. */
  begin(action: number): Promise<void>;
  end(action: number): Promise<void>;
  /** Tells of a connection that was refused. */
  refused(notice: Extract<SubjectNotice, { readonly type: 'refused' }>): void;
}

const plannedFor = (plan: Plan, { faults }: CaseBench, action: number): PlannedConnectFault | undefined => {
  const planned = plan.faults.findIndex(
    ({ fault, on }) => on.action === action && faults.get(fault)?.kind === 'connect',
  );
  const fault = plan.faults[planned];
  const known = fault && faults.get(fault.fault);
  if (fault === undefined || known?.kind !== 'connect') return undefined;
  return { planned, fault: fault.fault, times: fault.on.times, how: known.apply(fault.params) };
};

const originsOf = ({ origins }: Provider) =>
  origins.map((origin) => {
    const { hostname, port, protocol } = new URL(origin);
    return { protocol, address: `${hostname}:${port === '' ? (protocol === 'http:' ? 80 : 443) : port}` };
  });

/** The addresses by which a subject may reach a provider: its own hosts, and the wire's loopback port. */
const addressesOf = (provider: Provider, wire: Wire): readonly string[] => [
  new URL(wire.urls[provider.id] ?? 'http://127.0.0.1:0').host,
  ...originsOf(provider).map(({ address }) => address),
];

const tlsAddressesOf = (provider: Provider): readonly string[] =>
  originsOf(provider).flatMap(({ protocol, address }) => (protocol === 'https:' ? [address] : []));

export const createConnectFaults = (plan: Plan, bench: CaseBench, log: CaseLog): ConnectFaults => {
  const { subject, wire, providers } = bench;

  const tellStrike = (struck: PlannedConnectFault | undefined): void => {
    if (struck !== undefined) log.record({ type: 'fault', planned: struck.planned, fault: struck.fault, acted: false });
  };

  const strike = async (fault: PlannedConnectFault, action: number, count: number): Promise<void> => {
    const { how } = fault;
    for (const provider of providers) {
      if (how === 'refused') for (const address of addressesOf(provider, wire)) await subject.refuse(address, count);
      else
        for (const address of tlsAddressesOf(provider)) {
          wire.failHandshakes(address, how, count, (what) => {
            const type = what === 'failed' ? 'refused' : 'trusted';
            log.record({ type, action, provider: provider.id, handshake: how });
            if (what === 'failed') tellStrike(fault);
          });
          if (count > 0) await subject.reconnect(address);
        }
    }
  };

  return {
    begin: async (action) => {
      const fault = plannedFor(plan, bench, action);
      if (fault !== undefined) await strike(fault, action, fault.times);
    },
    end: async (action) => {
      const fault = plannedFor(plan, bench, action);
      if (fault !== undefined) await strike(fault, action, 0);
    },
    refused: ({ host, port }) => {
      const { action } = log;
      const address = `${host}:${port}`;
      const provider = providers.find((each) => addressesOf(each, wire).includes(address));
      log.record({ type: 'refused', action, provider: provider?.id ?? address });
      tellStrike(plannedFor(plan, bench, action));
    },
  };
};
