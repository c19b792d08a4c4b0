/** The files of the inspected folder: those that git tracks or would offer to add, else those that lie there. */
import { lstat, open as openFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UnreadFile } from '../model/inspection.ts';
import { type Git, names, type Repository } from './git.ts';
import { textOf } from './text.ts';

export interface Listing {
  readonly files: readonly string[];
  readonly leftOut: readonly UnreadFile[];
  /** Why there may be more. */
  readonly ended?: string;
}

const isThirdParty = (file: string): boolean => /(^|\/)(node_modules|\.yarn|bower_components)\//.test(file);

/** Stored runs of ours, with reports that say much of error codes and rate limits, belong to no integration. */
const withoutRuns = (files: readonly string[]): readonly string[] => {
  const isTrace = /^(.*\/|)traces\/job-\d+\.ndjson$/;
  const traced = new Set(files.flatMap((file) => isTrace.exec(file)?.[1] ?? []));
  const runs = files
    .filter((file) => /(^|\/)run\.json$/.test(file))
    .map((file) => file.slice(0, -'run.json'.length))
    .filter((folder) => folder !== '' && traced.has(folder));
  return files.filter((file) => !runs.some((folder) => file.startsWith(folder)));
};

const submodule = '160000';

const listWithGit = async (git: Git): Promise<Listing | undefined> => {
  const staged = await git(['ls-files', '-s', '-z']);
  const others = await git(['ls-files', '-z', '--others', '--exclude-standard']);
  if (staged.code !== 0 || others.code !== 0) return undefined;
  const entries = names(staged).map((line) => {
    const tab = line.indexOf('\t');
    return { mode: line.slice(0, 6), file: line.slice(tab + 1) };
  });
  const leftOut = [
    ...entries.filter(({ mode }) => mode === submodule).map(({ file }) => ({ file, why: 'submodule' as const })),
    // A repository that is no submodule is listed as a folder.
    ...names(others)
      .filter((file) => file.endsWith('/'))
      .map((file) => ({ file, why: 'nested-repository' as const })),
  ];
  const files = [
    ...entries.filter(({ mode }) => mode !== submodule).map(({ file }) => file),
    ...withoutRuns(names(others).filter((file) => !file.endsWith('/'))),
  ];
  return { files: [...new Set(files)].sort(), leftOut };
};

const mostFiles = 100_000;

/** Links are not followed, so none can lead in a circle. Without git nothing says what is ignored: `.env` is not read. */
const listWithoutGit = async (folder: string): Promise<Listing> => {
  const files: string[] = [];
  const leftOut: UnreadFile[] = [];
  const open = [''];
  for (let below = open.pop(); below !== undefined && files.length < mostFiles; below = open.pop()) {
    const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => undefined);
    if (entries === undefined) leftOut.push({ file: below, why: 'unreadable' });
    for (const entry of entries ?? []) {
      const file = `${below}${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name === '.git') continue;
        if (isThirdParty(`${file}/`)) leftOut.push({ file: `${file}/`, why: 'third-party' });
        else open.push(`${file}/`);
      } else if (entry.isSymbolicLink()) leftOut.push({ file, why: 'symlink' });
      else if (entry.isFile() && (!isEnvironmentFile(file) || isTemplate(file))) files.push(file);
    }
  }
  const ended = open.length > 0 ? { ended: `there are more than ${mostFiles} files` } : {};
  return { files: withoutRuns(files).toSorted(), leftOut, ...ended };
};

/** `.env.example` and its like, which are meant to be committed. */
export const isTemplate = (file: string): boolean => /\.(example|sample|template|dist|defaults?|schema)$/i.test(file);

/** `.env`, `.env.local`, `.env.production`, `packages/api/.env`. */
export const isEnvironmentFile = (file: string): boolean => /(^|\/)\.env(\.[^/]+)?$/.test(file);

export const listFiles = async (folder: string, git: Git, repository: Repository): Promise<Listing> => {
  const readable = !('detail' in repository.facts);
  return (readable ? await listWithGit(git) : undefined) ?? (await listWithoutGit(folder));
};

export type ReadFile =
  | { readonly text: string; readonly bytes: number; readonly changedMs: number }
  | { readonly why: UnreadFile['why'] | 'gone' };

/** A file that git tracks and that was deleted from the folder is `gone`. */
export const readText = async (folder: string, file: string, mostBytes: number): Promise<ReadFile> => {
  if (isThirdParty(file)) return { why: 'third-party' };
  const path = join(folder, file);
  try {
    const stat = await lstat(path);
    if (stat.isSymbolicLink()) return { why: 'symlink' };
    if (!stat.isFile()) return { why: 'gone' };
    if (stat.size > mostBytes) return { why: (await isBinary(path)) ? 'binary' : 'too-large' };
    const text = textOf(await readFile(path));
    return text === undefined ? { why: 'binary' } : { text, bytes: stat.size, changedMs: stat.mtimeMs };
  } catch (error) {
    return { why: Reflect.get(Object(error), 'code') === 'ENOENT' ? 'gone' : 'unreadable' };
  }
};

const isBinary = async (path: string): Promise<boolean> => {
  const handle = await openFile(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8_000), 0, 8_000, 0);
    return textOf(buffer.subarray(0, bytesRead)) === undefined;
  } finally {
    await handle.close();
  }
};
