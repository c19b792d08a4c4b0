/**
 * Every version of every file that was ever committed, each once, oldest first, and the commit messages. Versions and
 * not differences: so a key over many lines, and what only a merge brought in, are seen whole.
 */
import { spawn } from 'node:child_process';
import type { Budget } from '../budget.ts';
import { allCommits, type Git, gitArguments, gitEnvironment, lines, type Repository, within } from '../git.ts';
import { textOf } from '../text.ts';
import type { SecretScanner } from './scanner.ts';

interface Version {
  readonly id: string;
  readonly size: number;
  readonly file: string;
}

const inFolder = (prefix: string, file: string): string => (file.startsWith(prefix) ? file.slice(prefix.length) : file);

/** Left out by their path: nobody wrote them here. */
const isThirdParty = (file: string): boolean => /(^|\/)node_modules\//.test(file);

const versions = async (git: Git, prefix: string): Promise<readonly Version[] | string> => {
  const listed = await git(['rev-list', '--objects', '--reverse', ...allCommits, ...within(prefix)], {
    timeoutMs: 30_000,
  });
  if (listed.code !== 0) return 'git could not list its history';
  const sized = await git(['cat-file', '--batch-check=%(objecttype) %(objectname) %(objectsize) %(rest)'], {
    input: listed.output.toString('utf8'),
    timeoutMs: 30_000,
  });
  if (sized.code !== 0) return 'git could not read its history: objects are missing';
  return lines(sized).flatMap((line) => {
    const [, id, size, file] = /^blob (\S+) (\d+) (.*)$/.exec(line) ?? [];
    return id === undefined || file === undefined || file === ''
      ? []
      : [{ id, size: Number(size), file: inFolder(prefix, file) }];
  });
};

/** Takes exactly as many bytes as asked for from a stream. */
const createTaker = (stream: AsyncIterable<Buffer>) => {
  const incoming = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    const { done, value } = await incoming.next();
    if (done) throw new Error('git ended early');
    held = held.length === 0 ? value : Buffer.concat([held, value]);
  };
  return {
    async line(): Promise<string> {
      while (!held.includes(10)) await more();
      const end = held.indexOf(10);
      const text = held.toString('utf8', 0, end);
      held = held.subarray(end + 1);
      return text;
    },
    async bytes(count: number): Promise<Buffer> {
      const parts: Buffer[] = [];
      let missing = count;
      while (missing > 0) {
        if (held.length === 0) await more();
        const part = held.subarray(0, missing);
        parts.push(part);
        held = held.subarray(part.length);
        missing -= part.length;
      }
      return Buffer.concat(parts);
    },
  };
};

const readVersions = async (
  folder: string,
  wanted: readonly Version[],
  read: (version: Version, bytes: Buffer) => Promise<boolean>,
): Promise<void> => {
  const child = spawn('git', [...gitArguments, 'cat-file', '--batch'], {
    cwd: folder,
    env: gitEnvironment(),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // Not `close`: what was not read would hold it back for ever.
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.stdin.on('error', () => {});
  child.stdin.end(wanted.map(({ id }) => `${id}\n`).join(''));
  const take = createTaker(child.stdout);
  try {
    for (const version of wanted) {
      const [, , size = '0'] = (await take.line()).split(' ');
      const bytes = await take.bytes(Number(size));
      await take.bytes(1);
      if (!(await read(version, bytes))) break;
    }
  } finally {
    child.stdout.destroy();
    child.kill('SIGKILL');
    await ended;
  }
};

/** The commit that first brought this version in. */
const introducedBy = async (git: Git, id: string, prefix: string): Promise<string | undefined> => {
  const found = await git([
    'log',
    ...allCommits,
    '-m',
    '--reverse',
    '--format=%H',
    `--find-object=${id}`,
    ...within(prefix),
  ]);
  return lines(found)[0];
};

const messageSeparator = '\u0001';

const scanMessages = async (git: Git, prefix: string, scanner: SecretScanner): Promise<void> => {
  const said = await git(['log', ...allCommits, '--reverse', '--format=%H%n%B%x01', ...within(prefix)]);
  for (const message of said.output.toString('utf8').split(messageSeparator)) {
    const [, commit, text] = /^\s*([0-9a-f]{40,64})\n([\s\S]*)$/.exec(message) ?? [];
    if (commit !== undefined && text !== undefined)
      await scanner.scan({ file: '(commit message)', text, commit: async () => commit });
  }
};

/** Never rejects: what stopped it is told by the scanner. */
export const scanHistory = async (
  folder: string,
  git: Git,
  repository: Repository,
  scanner: SecretScanner,
  budget: Budget,
): Promise<void> => {
  const { facts, prefix } = repository;
  if ('detail' in facts) return scanner.end(facts.detail);
  if (facts.state === 'empty') return;
  const listed = await versions(git, prefix);
  if (typeof listed === 'string') return scanner.end(listed);
  const wanted = listed.filter(({ file, size }) => {
    const why = isThirdParty(file) ? 'third-party' : size > budget.limits.fileBytes ? 'too-large' : undefined;
    if (why !== undefined) scanner.leaveOut({ file, why });
    return why === undefined;
  });
  try {
    await readVersions(folder, wanted, async ({ id, file }, bytes) => {
      const spent = budget.spent(bytes.length);
      if (spent !== undefined) {
        scanner.end(spent);
        return false;
      }
      const text = textOf(bytes);
      if (text === undefined) scanner.leaveOut({ file, why: 'binary' });
      else await scanner.scan({ file, text, commit: () => introducedBy(git, id, prefix) });
      return true;
    });
    await scanMessages(git, prefix, scanner);
  } catch {
    scanner.end('git stopped giving out its history');
  }
};
