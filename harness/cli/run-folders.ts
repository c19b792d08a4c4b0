/** Finds stored runs by what people type: a folder, the folder above it, a run's name below `.gauntlet`, or `latest`. */
import { existsSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { UsageError } from '../ports/errors.ts';

/** Where runs go unless `--out` says otherwise. */
export const home = '.gauntlet';

/** Where shards go that are put together, unless `--out` says otherwise. */
export const merged = join(home, 'merged');

const isRun = (folder: string): boolean => existsSync(join(folder, 'run.json'));

const below = (folder: string): readonly string[] =>
  statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
        .map(({ name }) => join(folder, name))
        .sort()
    : [];

const runsIn = (folder: string): readonly string[] => (isRun(folder) ? [folder] : below(folder).filter(isRun));

/** The folders of the integrations of a run. Throws `UsageError` when there is none. */
export const runFolders = (given: string): readonly string[] => {
  const found = [given, join(home, given)].map(runsIn).find((folders) => folders.length > 0);
  if (found !== undefined) return found;
  const known = below(home).flatMap(runsIn);
  const hint =
    known.length === 0
      ? 'No run is stored here yet: make one with `gauntlet run`.'
      : `Stored here: ${known.slice(0, 10).join(', ')}.`;
  throw new UsageError(`No run is stored in ${given}. ${hint}`);
};

/** For commands that look into one integration. */
export const oneRunFolder = (given: string): string => {
  const folders = runFolders(given);
  const [only] = folders;
  if (only === undefined || folders.length > 1)
    throw new UsageError(`${given} holds several integrations. Name one of them: ${folders.join(', ')}.`);
  return only;
};

/** Points `.gauntlet/latest` at a run below `.gauntlet`. */
export const markLatest = (out: string): void => {
  const link = join(home, 'latest');
  rmSync(link, { force: true, recursive: true });
  // A junction, so that Windows needs no privilege for it.
  symlinkSync(relative(dirname(link), out), link, 'junction');
};
