/** Whether `.env` is ignored, and was when the first environment file was committed: asked of git itself. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { EnvironmentFiles } from '../model/inspection.ts';
import { allCommits, type Git, gitIn, lines, names, type Repository } from './git.ts';
import { isEnvironmentFile, isTemplate } from './working-tree.ts';

/** `--no-index`: a tracked file is never told as ignored otherwise, whatever the patterns say. */
const isIgnored = async (git: Git, file: string): Promise<boolean> =>
  (await git(['check-ignore', '-q', '--no-index', '--', file])).code === 0;

/** `.gitignore:5:.env<tab>.env` */
const ignoringFile = async (git: Git, file: string): Promise<string | undefined> => {
  const [, source] =
    /^(.*?):\d+:/.exec(lines(await git(['check-ignore', '-v', '--no-index', '--', file]))[0] ?? '') ?? [];
  // A user's own file has a path of this machine.
  return source === undefined || source === '' || isAbsolute(source) ? undefined : source;
};

const isReal = (file: string): boolean => isEnvironmentFile(file) && !isTemplate(file);

interface Addition {
  readonly commit: string;
  /** From the root of the repository. */
  readonly file: string;
}

const patterns = [':(glob)**/.env', ':(glob)**/.env.*'];

/** Oldest first. Merges too (`-m`): a file may come in with one. */
const additions = async (git: Git): Promise<readonly Addition[]> => {
  const told = await git([
    ...['log', ...allCommits, '--reverse', '--full-history', '-m', '--no-renames', '--diff-filter=A'],
    ...['--format=%x01%H', '--name-only', '--', ...patterns],
  ]);
  const found = new Map<string, Addition>();
  for (const part of told.output.toString('utf8').split('\u0001')) {
    const [commit = '', ...files] = part.split('\n').filter((line) => line !== '');
    for (const file of files) if (isReal(file) && !found.has(file)) found.set(file, { commit, file });
  }
  return [...found.values()];
};

/** The folder and those above it, from the root: `''`, `packages/`, `packages/linear/`. */
const above = (folder: string): readonly string[] => {
  const parts = folder.split('/').filter((part) => part !== '');
  return ['', ...parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`)];
};

/** Lays out the ignore files of a commit in an empty repository, and asks git there. */
const wasIgnored = async (git: Git, { commit, file }: Addition): Promise<boolean> => {
  const root = await mkdtemp(join(tmpdir(), 'gauntlet-ignored-'));
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  try {
    const then = gitIn(root);
    await then(['init', '--quiet', '--template=']);
    for (const each of above(folder)) {
      const shown = await git(['cat-file', 'blob', `${commit}:${each}.gitignore`]);
      if (shown.code !== 0) continue;
      await mkdir(dirname(join(root, each, '.gitignore')), { recursive: true });
      await writeFile(join(root, each, '.gitignore'), shown.output);
    }
    return await isIgnored(then, `${folder}.env`);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};

const mostAsked = 20;

export const readEnvironmentFiles = async (git: Git, { facts, prefix }: Repository): Promise<EnvironmentFiles> => {
  if ('detail' in facts) return { tracked: [], committed: [], unknown: facts.detail };
  const ignored = await isIgnored(git, '.env');
  const ignoredBy = ignored ? await ignoringFile(git, '.env') : undefined;
  const tracked = names(await git(['ls-files', '-z', '--cached'])).filter(isReal);
  const committed = [];
  for (const addition of (await additions(git)).slice(0, mostAsked))
    committed.push({
      file: addition.file.startsWith(prefix) ? addition.file.slice(prefix.length) : addition.file,
      commit: addition.commit,
      ignoredThen: await wasIgnored(git, addition),
    });
  return {
    ignored,
    ...(ignoredBy === undefined ? {} : { ignoredBy }),
    tracked,
    committed,
    ...(facts.state === 'shallow' ? { unknown: 'the clone is shallow: older commits were not fetched' } : {}),
  };
};

/** Ignored, and not tracked all the same: nobody else gets it. */
export const reachesNobody = async (git: Git, file: string): Promise<boolean> =>
  lines(await git(['ls-files', '--', file])).length === 0 && (await isIgnored(git, file));
