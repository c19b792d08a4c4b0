/**
 * A service in a container, in the network of this machine so that all of its traffic stays on loopback: it listens at
 * `{port}` there, and finds its providers through the proxy of its environment.
 */
import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Writable } from 'node:stream';
import type { WaitStrategy } from 'testcontainers';
import { ContractError } from '../ports/errors.ts';
import type { ContainerSubject } from '../ports/service-subject.ts';
import type { ServiceSettings } from '../ports/subject.ts';
import { type ContainerEngine, containerEngine, ownerLabel } from './container-engine.ts';
import { imageOf } from './container-image.ts';
import type { ServiceHost } from './service-host.ts';
import { type ServiceProcess, watchService } from './service-process.ts';
import { createStartedHost, type Start } from './started-host.ts';
import { supervisor } from './supervisor.ts';

/** Whether it is ready is asked by us, in the same way as of a command. */
const atOnce: WaitStrategy = {
  waitUntilReady: async () => {},
  withStartupTimeout: () => atOnce,
  isStartupTimeoutSet: () => false,
  getStartupTimeout: () => 0,
};

/** What it writes comes by way of the engine. */
const hearingMs = 50;

interface Made {
  readonly id: string;
  /** What it writes, both streams in frames. Waits for us. */
  readonly output: NodeJS.ReadableStream;
}

/** Created, listened to from its first word, and started. */
const startContainer = async (
  { library, client }: ContainerEngine,
  image: string,
  { env, ca, stateDir, fill, failed }: Start,
  { command }: ContainerSubject,
  owner: string,
): Promise<Made> => {
  const { dockerode } = client.container;
  let made: Made | undefined;
  class Subject extends library.GenericContainer {
    protected override async containerCreated(id: string): Promise<void> {
      const output = await dockerode.getContainer(id).attach({ stream: true, stdout: true, stderr: true });
      made = { id, output };
    }
    /** Nothing is kept by the engine: a flood would fill its disk. */
    withoutLogFile(): this {
      this.hostConfig.LogConfig = { Type: 'none', Config: {} };
      return this;
    }
  }
  const container = new Subject(image)
    .withNetworkMode('host')
    .withEnvironment(env)
    .withBindMounts([
      { source: stateDir, target: stateDir },
      { source: ca, target: ca, mode: 'ro' },
    ])
    .withLabels({ [ownerLabel]: owner })
    .withWaitStrategy(atOnce)
    // The supervisor does that: the library's own way needs an image that may not be had, and leaves a lock file behind.
    .withAutoCleanup(false)
    .withoutLogFile();
  if (command !== undefined) container.withCommand(command.map(fill));
  // So that what it writes to its state can be emptied, and its files be read.
  if (process.getuid !== undefined && process.getgid !== undefined)
    container.withUser(`${process.getuid()}:${process.getgid()}`);
  try {
    await container.start();
  } catch (error) {
    if (made !== undefined)
      await dockerode
        .getContainer(made.id)
        .remove({ force: true, v: true })
        .catch(() => {});
    throw failed(`the container could not be started: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (made === undefined) throw failed('the container was started, and the engine told nothing of it.');
  return made;
};

/** Writes what comes to a file, until nobody reads it any more. */
const toFile = (descriptor: number, isOpen: () => boolean): Writable =>
  new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (isOpen()) writeSync(descriptor, chunk);
      done();
    },
  });

const watch = async ({ client }: ContainerEngine, { id, output }: Made, start: Start): Promise<ServiceProcess> => {
  const container = client.container.getById(id);
  const { pid } = await container.inspect().then(({ State }) => ({ pid: State.Pid > 0 ? State.Pid : undefined }));
  return watchService(
    ({ stdout, stderr }, onEnd) => {
      let isOpen = true;
      const ended = new Promise<void>((resolve) => {
        for (const event of ['end', 'close', 'error']) output.once(event, () => resolve());
      });
      client.container.dockerode.modem.demuxStream(
        output,
        toFile(stdout, () => isOpen),
        toFile(stderr, () => isOpen),
      );
      const gone = async (): Promise<void> => {
        const told = await container.wait().catch(() => ({ StatusCode: null }));
        // Its last words may come after its end.
        await ended;
        await container.remove({ force: true, v: true }).catch(() => {});
        isOpen = false;
        onEnd(told.StatusCode, null);
      };
      void gone();
      return {
        pid,
        signal: (name) => {
          container.kill({ signal: name }).catch(() => {
            // It had ended before.
          });
        },
        cleanUp: () => {},
      };
    },
    start.notice,
    start.ended,
  );
};

export const createContainerHost = (settings: ServiceSettings, subject: ContainerSubject): ServiceHost => {
  const folder = dirname(settings.contract);
  return createStartedHost(settings, subject, { hearingMs }, async (start) => {
    if (process.platform !== 'linux')
      throw new ContractError(
        'A subject in a container shares the loopback of this machine, which only an engine on Linux can give it. Run it on Linux, or declare the service as a command.',
      );
    const engine = await containerEngine();
    const image = await imageOf(engine, subject, folder, start.failed);
    const owner = supervisor().guardContainers();
    return watch(engine, await startContainer(engine, image, start, subject, owner), start);
  });
};
