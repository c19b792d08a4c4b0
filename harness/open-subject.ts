/** Starts the subject that a contract declares, whatever its kind, with what that kind needs beside. */
import type { Integration } from './ports/integration.ts';
import type { Sender } from './ports/sender.ts';
import type { HttpOperation, ServiceSubjectSpec } from './ports/service-subject.ts';
import type { ServiceSettings, Subject, SubjectSettings } from './ports/subject.ts';
import type { Wire } from './ports/wire.ts';
import { commandLauncher } from './subjects/command-launcher.ts';
import { containerLauncher } from './subjects/container-launcher.ts';
import { startModuleSubject } from './subjects/module.ts';
import { createNodeServiceSubject } from './subjects/node-service.ts';
import { createServiceSubject } from './subjects/service.ts';
import { createStartedHost } from './subjects/started-host.ts';
import { createUrlHost } from './subjects/url-host.ts';
import { openProxy } from './wire/proxy.ts';

export interface OpenSubject {
  readonly subject: Subject;
  close(): Promise<void>;
}

export interface SubjectWorld {
  readonly wire: Wire;
  readonly sender: Sender;
  readonly settings: Omit<SubjectSettings, 'proxy'>;
  nextSignMs: ServiceSettings['nextSignMs'];
}

const mappingsOf = (integration: Integration): { readonly [operation: string]: HttpOperation } =>
  Object.fromEntries(
    Object.entries(integration.operations).flatMap(([name, { http }]) => (http === undefined ? [] : [[name, http]])),
  );

const serviceSettings = (
  integration: Integration,
  service: ServiceSubjectSpec,
  settings: SubjectSettings,
  { wire, sender, nextSignMs }: SubjectWorld,
): ServiceSettings => ({
  ...settings,
  service,
  operations: mappingsOf(integration),
  hasWebhook: integration.webhook !== undefined,
  sender,
  refuse: (hostAndPort, count) => {
    const { host, port } = partsOf(hostAndPort);
    wire.refuse(hostAndPort, count, () => settings.notice({ type: 'refused', host, port }));
  },
  closeConnections: wire.closeConnections,
  nextSignMs,
});

/** What a container writes comes by way of the engine. */
const hearingMs = { command: 5, container: 50 } as const;

const subjectOf = (clockKind: Subject['clockKind'], settings: ServiceSettings): Subject => {
  const { service } = settings;
  if (service.kind === 'url') return createServiceSubject(settings, createUrlHost(settings, service));
  const { contract } = settings;
  const launcher =
    service.kind === 'container' ? containerLauncher(contract, service) : commandLauncher(contract, service);
  return clockKind === 'virtual'
    ? createNodeServiceSubject(settings, service, launcher)
    : createServiceSubject(
        settings,
        createStartedHost(settings, service, { hearingMs: hearingMs[service.kind] }, launcher),
      );
};

const partsOf = (hostAndPort: string) => {
  const at = hostAndPort.lastIndexOf(':');
  return { host: hostAndPort.slice(0, at), port: Number(hostAndPort.slice(at + 1)) };
};

/** Rejects with `ContractError` when it does not start. */
export const openSubject = async (
  integration: Integration,
  clockKind: Subject['clockKind'],
  world: SubjectWorld,
): Promise<OpenSubject> => {
  const { subject: service } = integration;
  const { notice, redirects } = world.settings;
  // On the virtual clock the subject itself has no proxy, only what it starts.
  const beside = clockKind === 'virtual';
  const proxy = await openProxy({
    redirects: beside ? {} : redirects,
    unclaimed: (host, port) => notice({ type: 'unclaimed', host, port, ...(beside ? { beside } : {}) }),
  });
  const settings: SubjectSettings = { ...world.settings, proxy: proxy.url };
  try {
    const subject =
      service === undefined
        ? await startModuleSubject(settings)
        : subjectOf(clockKind, serviceSettings(integration, service, settings, world));
    return {
      subject,
      close: async () => {
        await subject.close();
        await proxy.close();
      },
    };
  } catch (error) {
    await proxy.close();
    throw error;
  }
};
