/** Which clock a subject can have: ours where an agent can live in it, else the machine's. */
import { readFileSync } from 'node:fs';
import { basename, delimiter, join, resolve } from 'node:path';
import type { Integration } from '../ports/integration.ts';

/** Enough for `#!/usr/bin/env -S node --flag`. */
const firstLine = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'latin1').slice(0, 200).split('\n', 1)[0];
  } catch {
    return undefined;
  }
};

const pathOf = (program: string, cwd: string): string | undefined =>
  program.includes('/')
    ? resolve(cwd, program)
    : (process.env.PATH ?? '')
        .split(delimiter)
        .map((folder) => join(folder, program))
        .find((path) => firstLine(path) !== undefined);

/** `node` itself, or a script that names it in its first line. */
const isNode = (program: string, cwd: string): boolean => {
  if (/^node(js)?(\.exe)?$/.test(basename(program))) return true;
  const path = pathOf(program, cwd);
  return path !== undefined && /^#!.*\bnode\b/.test(firstLine(path) ?? '');
};

/** `cwd`: where its command is looked for. */
export const clockOf = ({ subject }: Integration, cwd: string): 'virtual' | 'real' => {
  if (subject === undefined) return 'virtual';
  if (subject.kind === 'url' || subject.clock === 'real') return 'real';
  return isNode(subject.command[0], cwd) ? 'virtual' : 'real';
};
