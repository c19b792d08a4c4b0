/** A real git repository in a folder of its own, made for a test: nothing of the machine's own git settings reaches it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gitEnvironment } from '../../harness/inspect/git.ts';

export interface FixtureRepository {
  readonly folder: string;
  write(file: string, text: string | Uint8Array): void;
  remove(file: string): void;
  /** Everything that is not ignored. The commit's id. */
  commit(message: string): string;
  git(...args: readonly string[]): string;
}

const identity = { name: 'Fixture', email: 'fixture@example.invalid' };

const environment = {
  ...gitEnvironment(),
  // Clones and submodules of other fixtures, by path.
  GIT_ALLOW_PROTOCOL: 'file',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: identity.name,
  GIT_AUTHOR_EMAIL: identity.email,
  GIT_COMMITTER_NAME: identity.name,
  GIT_COMMITTER_EMAIL: identity.email,
  GIT_AUTHOR_DATE: '2026-01-05T12:00:00Z',
  GIT_COMMITTER_DATE: '2026-01-05T12:00:00Z',
};

/** The folder without git, for what is not in a repository. */
export const fixtureFolder = (folder: string): FixtureRepository => {
  mkdirSync(folder, { recursive: true });
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, {
      cwd: folder,
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  return {
    folder,
    git,
    write(file, text) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    remove: (file) => rmSync(join(folder, file)),
    commit(message) {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD');
    },
  };
};

export const fixtureRepository = (folder: string): FixtureRepository => {
  const repository = fixtureFolder(folder);
  repository.git('init', '--quiet', '--initial-branch=main', '--template=');
  // A pattern of the user's own would decide what a fixture is about.
  repository.git('config', 'core.excludesFile', '/dev/null');
  return repository;
};
