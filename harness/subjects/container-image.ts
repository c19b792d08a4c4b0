/** The image of a subject in a container: one that is there or can be pulled, or one that is built from a Dockerfile. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import type { ContainerSubject } from '../ports/service-subject.ts';
import type { ContainerEngine } from './container-engine.ts';

type Failed = (what: string) => Error;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What the engine tells while it builds; an `error` is its last word. */
interface BuildStep {
  readonly stream?: string;
  readonly error?: string;
}

const build = async (
  { client }: ContainerEngine,
  dockerfile: string,
  context: string,
  failed: Failed,
): Promise<string> => {
  for (const path of [dockerfile, context])
    if (!existsSync(path)) throw failed(`${path} does not exist. Correct subject.dockerfile or subject.context.`);
  // The same one for the same file, so that the engine's cache serves the next run.
  const name = `gauntlet-subject-${createHash('sha256').update(`${dockerfile}\n${context}`).digest('hex').slice(0, 12)}`;
  const { dockerode } = client.container;
  const stream = await dockerode.buildImage(
    { context, src: ['.'] },
    { t: name, dockerfile: relative(context, dockerfile), rm: true, forcerm: true },
  );
  const steps = await new Promise<readonly BuildStep[]>((done, broken) => {
    dockerode.modem.followProgress(stream, (error: Error | null, told: readonly BuildStep[]) =>
      error === null ? done(told) : broken(error),
    );
  });
  const error = steps.find((step) => step.error !== undefined)?.error;
  if (error !== undefined) throw new Error(error);
  return name;
};

const had = async ({ library, client }: ContainerEngine, image: string): Promise<string> => {
  await client.image.pull(library.ImageName.fromString(image));
  return image;
};

/** One for each file, however many lanes ask for it. */
const building = new Map<string, Promise<string>>();

/** Its name. Rejects with what `failed` makes of the reason when it cannot be had. */
export const imageOf = async (
  engine: ContainerEngine,
  { image, dockerfile = 'Dockerfile', context }: ContainerSubject,
  folder: string,
  failed: Failed,
): Promise<string> => {
  if (image !== undefined)
    return had(engine, image).catch((error: unknown) => {
      throw failed(
        `the image ${image} is not on this machine and cannot be pulled: ${reasonOf(error)}. Build or pull it, or correct subject.image.`,
      );
    });
  const file = resolve(folder, dockerfile);
  const from = context === undefined ? dirname(file) : resolve(folder, context);
  const key = `${file}\n${from}`;
  const made = building.get(key) ?? build(engine, file, from, failed);
  building.set(key, made);
  return made.catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ContractError') throw error;
    throw failed(`${basename(file)} cannot be built: ${reasonOf(error)}`);
  });
};
