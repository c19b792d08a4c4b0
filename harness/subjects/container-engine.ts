/** The container engine of this machine, through testcontainers, which a team installs when it has a use for it. */
import type { ContainerRuntimeClient } from 'testcontainers';
import { ContractError } from '../ports/errors.ts';
import { pause } from './real-time.ts';

export interface ContainerEngine {
  readonly library: typeof import('testcontainers');
  readonly client: ContainerRuntimeClient;
}

/** Its value tells the harness process that a container belongs to. */
export const ownerLabel = 'compass.gauntlet.owner';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const open = async (): Promise<ContainerEngine> => {
  const library = await import('testcontainers').catch((error: unknown) => {
    throw new ContractError(
      `A subject in a container needs testcontainers, which cannot be loaded: ${reasonOf(error).split('\n')[0]}\nInstall it: npm install --save-dev testcontainers`,
    );
  });
  const client = await library.getContainerRuntimeClient().catch((error: unknown) => {
    throw new ContractError(
      `No container engine answers on this machine: ${reasonOf(error)}.\nStart Docker, or set DOCKER_HOST to where it listens.`,
    );
  });
  return { library, client };
};

let opening: Promise<ContainerEngine> | undefined;

/** Rejects with `ContractError` when there is none. */
export const containerEngine = (): Promise<ContainerEngine> => {
  opening ??= open();
  return opening;
};

/** One that was being made while we looked is found the next time. */
const looks = 3;
const lookAgainMs = 300;

/** Ends and removes whatever a harness process left. */
export const removeContainers = async (owner: string): Promise<void> => {
  const { dockerode } = (await containerEngine()).client.container;
  for (let look = 0; look < looks; look += 1) {
    if (look > 0) await pause(lookAgainMs);
    const left = await dockerode.listContainers({ all: true, filters: { label: [`${ownerLabel}=${owner}`] } });
    await Promise.all(
      left.map(({ Id }) =>
        dockerode
          .getContainer(Id)
          .remove({ force: true, v: true })
          .catch(() => {}),
      ),
    );
  }
};
