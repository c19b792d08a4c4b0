/** Do development and production hold different secrets? Compared by fingerprints with a salt that is thrown away. */
import { execFile } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import type { EnvironmentComparison } from '../model/inspection.ts';
import type { EnvironmentSources, SecretSource } from '../ports/inspection.ts';

const execute = promisify(execFile);

type Fingerprints = ReadonlyMap<string, string>;

/** Rejects when there is nothing to read. Its errors may quote values, so they are not passed on. */
const written = async (folder: string, source: SecretSource): Promise<string> => {
  if ('file' in source) return readFile(join(folder, source.file), 'utf8');
  const [command = '', ...args] = source.command;
  const { stdout } = await execute(command, args, { cwd: folder, timeout: 20_000, maxBuffer: 4 * 1024 * 1024 });
  return stdout;
};

const fingerprints = (text: string, names: readonly string[], salt: Buffer): Fingerprints => {
  const values = parseEnv(text);
  return new Map(
    names.flatMap((name) => {
      const value = values[name];
      return value === undefined || value === ''
        ? []
        : [[name, createHmac('sha256', salt).update(value).digest('hex')]];
    }),
  );
};

const describe = (source: SecretSource): string =>
  'file' in source ? `${source.file} could not be read` : `the command ${source.command[0]} did not succeed`;

/** `names`: the declared secrets. Rejects never. */
export const compareEnvironments = async (
  folder: string,
  sources: EnvironmentSources | undefined,
  names: readonly string[],
): Promise<EnvironmentComparison> => {
  if (sources === undefined) return { state: 'not-declared' };
  const salt = randomBytes(32);
  const read: Fingerprints[] = [];
  for (const environment of ['development', 'production'] as const) {
    try {
      read.push(fingerprints(await written(folder, sources[environment]), names, salt));
    } catch {
      return { state: 'unavailable', environment, detail: describe(sources[environment]) };
    }
  }
  const [development, production] = read;
  const both = names.filter((name) => development?.has(name) && production?.has(name));
  const isSame = (name: string): boolean => development?.get(name) === production?.get(name);
  return {
    state: 'compared',
    same: both.filter(isSame),
    different: both.filter((name) => !isSame(name)),
    missing: names.filter((name) => !both.includes(name)),
  };
};
