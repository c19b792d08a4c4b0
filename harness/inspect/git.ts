/** Asks git about a repository, and nothing else: no hooks, no file monitor, no network, never longer than allowed. */
import { spawn } from 'node:child_process';
import type { GitFacts } from '../model/inspection.ts';

export interface GitAnswer {
  readonly code: number | null;
  readonly output: Buffer;
  readonly errors: string;
  /** It took too long or said too much, and was ended: the output is a part. */
  readonly cut: boolean;
}

export interface AskOptions {
  readonly input?: string;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

export type Git = (args: readonly string[], options?: AskOptions) => Promise<GitAnswer>;

const harmless = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
const plainOutput = ['-c', 'core.quotePath=false', '-c', 'color.ui=false', '-c', 'log.showSignature=false'];
export const gitArguments = [...harmless, ...plainOutput];

/** In a git hook these point at another repository or index than the one that is asked for. */
const pointers =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX)$/;

export const gitEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !pointers.test(name))),
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  // A partial clone would fetch what it lacks.
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
});

/** Git in this folder. Answers also when git fails or is missing (`code` is null then). */
export const gitIn =
  (folder: string): Git =>
  (args, { input, timeoutMs = 15_000, maxBytes = 64 * 1024 * 1024 } = {}) => {
    const { promise, resolve } = Promise.withResolvers<GitAnswer>();
    const child = spawn('git', [...gitArguments, ...args], {
      cwd: folder,
      env: gitEnvironment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let errors = '';
    let cut = false;
    const end = (): void => {
      cut = true;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(end, timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) end();
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (errors.length < 4_000) errors += chunk.toString('utf8');
    });
    child.stdin.on('error', () => {});
    const done = (code: number | null, message?: string): void => {
      clearTimeout(timer);
      resolve({ code, output: Buffer.concat(chunks), errors: message ?? errors, cut });
    };
    child.on('error', (error) => done(null, error.message));
    child.on('close', (code) => done(code));
    child.stdin.end(input ?? '');
    return promise;
  };

export const lines = ({ output }: GitAnswer): readonly string[] =>
  output
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');

/** For answers asked with `-z`. */
export const names = ({ output }: GitAnswer): readonly string[] =>
  output
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');

/** Every branch, tag and remote, and `HEAD` also when detached; what was stashed was never shared. */
export const allCommits = ['--exclude=refs/stash', '--all'];

/** Limits git to the inspected folder. At the root of the repository nothing has to be left out. */
export const within = (prefix: string): readonly string[] => (prefix === '' ? [] : ['--full-history', '--', '.']);

export interface Repository {
  readonly facts: GitFacts;
  /** The inspected folder within the repository: `packages/linear/`, or nothing at its root. */
  readonly prefix: string;
}

const isMissing = ({ code, errors }: GitAnswer): boolean => code === null && /ENOENT/.test(errors);

/** Learns what kind of repository it is. */
export const readRepository = async (git: Git): Promise<Repository> => {
  const where = await git(['rev-parse', '--show-prefix', '--is-shallow-repository']);
  if (where.code !== 0) {
    const state = isMissing(where)
      ? 'no-git'
      : /not a git repository/i.test(where.errors)
        ? 'no-repository'
        : 'refused';
    const said = {
      'no-git': 'the command git was not found',
      'no-repository': 'the folder is in no git repository',
      // Its own words may hold paths of this machine.
      refused: /dubious ownership/.test(where.errors)
        ? 'the repository belongs to another user, so git refuses to read it'
        : 'git failed to read the repository',
    };
    return { facts: { state, detail: said[state] }, prefix: '' };
  }
  const [prefix = '', shallow = ''] = where.output.toString('utf8').split('\n');
  const head = await git(['rev-parse', '--verify', '--quiet', 'HEAD']);
  const counted = await git(['rev-list', '--count', ...allCommits]);
  const commits = Number(lines(counted)[0] ?? 0);
  const promised = await git(['config', '--get-regexp', '^remote\\..*\\.promisor$']);
  const state =
    commits === 0 ? 'empty' : shallow === 'true' ? 'shallow' : lines(promised).length > 0 ? 'partial' : 'full';
  const [commit] = lines(head);
  return { facts: { state, commits, ...(commit === undefined ? {} : { commit }) }, prefix };
};

/**
 * The commit that a folder is at, with `-dirty` when files that git tracks differ from it. Undefined outside of a
 * repository, in one without a commit, and where git does not answer.
 */
export const commitAt = async (folder: string): Promise<string | undefined> => {
  const answer = await gitIn(folder)(['describe', '--always', '--abbrev=64', '--exclude=*', '--dirty']);
  const [commit] = lines(answer);
  return answer.code === 0 && /^[0-9a-f]{40,64}(-dirty)?$/.test(commit ?? '') ? commit : undefined;
};
