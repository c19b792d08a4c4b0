/**
 * Starts a service in a container, in the network of this machine so that all of its traffic stays on loopback: it listens at
 * `{port}` there.
 */
import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Writable } from 'node:stream';
import type { WaitStrategy } from 'testcontainers';
import { ContractError } from '../ports/errors.ts';
import type { ContainerSubject } from '../ports/service-subject.ts';
import { type ContainerEngine, containerEngine, ownerLabel } from './container-engine.ts';
import { imageOf } from './container-image.ts';
import type { Launch, Launcher, LaunchOrder } from './launch.ts';
import { supervisor } from './supervisor.ts';

/** Whether it is ready is asked by us, in the same way as of a command. */
const atOnce: WaitStrategy = {
  waitUntilReady: async () => {},
  withStartupTimeout: () => atOnce,
  isStartupTimeoutSet: () => false,
  getStartupTimeout: () => 0,
};

/** What the image says is kept, unless the contract says otherwise. */
const nodeOptions = async (
  dockerode: ContainerEngine['client']['container']['dockerode'],
  image: string,
  { NODE_OPTIONS: ours }: LaunchOrder['env'],
  own: ContainerSubject['env'],
): Promise<LaunchOrder['env']> => {
  if (ours === undefined || own?.NODE_OPTIONS !== undefined) return {};
  const { Config } = await dockerode.getImage(image).inspect();
  const theirs = Config.Env?.find((line) => line.startsWith('NODE_OPTIONS='))?.slice('NODE_OPTIONS='.length);
  return theirs === undefined ? {} : { NODE_OPTIONS: `${ours} ${theirs}` };
};

interface Made {
  readonly id: string;
  /** What it writes, both streams in frames. Waits for us. */
  readonly output: NodeJS.ReadableStream;
}

/** Created, listened to from its first word, and started. */
const startContainer = async (
  { library, client }: ContainerEngine,
  image: string,
  { env, shared, fill, failed }: LaunchOrder,
  { command, env: own }: ContainerSubject,
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
    .withEnvironment({ ...env, ...(await nodeOptions(dockerode, image, env, own)) })
    .withBindMounts(
      shared.map(({ path, isReadOnly }) => ({ source: path, target: path, mode: isReadOnly ? 'ro' : 'rw' }) as const),
    )
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

const launchOf = async ({ client }: ContainerEngine, { id, output }: Made): Promise<Launch> => {
  const container = client.container.getById(id);
  const { pid } = await container.inspect().then(({ State }) => ({ pid: State.Pid > 0 ? State.Pid : undefined }));
  return ({ stdout, stderr }, onEnd) => {
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
      // Only of the first process both numbers are known.
      pidOf: () => pid,
      signal: (name) => {
        container.kill({ signal: name }).catch(() => {
          // It had ended before.
        });
      },
      cleanUp: () => {},
    };
  };
};

export const containerLauncher = (contract: string, subject: ContainerSubject): Launcher => {
  const folder = dirname(contract);
  return async (order) => {
    if (process.platform !== 'linux')
      throw new ContractError(
        'A subject in a container shares the loopback of this machine, which only an engine on Linux can give it. Run it on Linux, or declare the service as a command.',
      );
    const engine = await containerEngine();
    const image = await imageOf(engine, subject, folder, order.failed);
    const owner = supervisor().guardContainers();
    return launchOf(engine, await startContainer(engine, image, order, subject, owner));
  };
};
