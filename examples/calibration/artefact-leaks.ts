/** Looks through everything that a run wrote for pieces of the secrets that it worked with. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueSecrets } from '../../harness/credentials.ts';
import type { LoadedContract } from '../../harness/load-contract.ts';

export interface Secret {
  readonly name: string;
  /** What identifies it: without its public prefix. */
  readonly random: string;
}

/** As the reports of every run promise: no eight characters in a row. */
const shortest = 8;

/** The secret as it was given out, and as it was or will be before and after rotations. */
const generations = [0, 1, 2, 3];

export const canariesOf = ({ integration }: Pick<LoadedContract, 'integration'>, seed: number): readonly Secret[] =>
  generations.flatMap((generation) =>
    issueSecrets(integration, seed, generation).map(({ name, value, prefix }) => ({
      name,
      random: value.slice(prefix.length),
    })),
  );

const piecesOf = (secrets: readonly Secret[]): ReadonlyMap<string, string> =>
  new Map(
    secrets.flatMap(({ name, random }) =>
      Array.from(
        { length: Math.max(0, random.length - shortest + 1) },
        (_, at) => [random.slice(at, at + shortest), name] as const,
      ),
    ),
  );

/** The names of the secrets of which a piece stands in the text. */
export const leaksInText = (text: string, secrets: readonly Secret[]): readonly string[] => {
  const pieces = piecesOf(secrets);
  const found = new Set<string>();
  for (const [word] of text.matchAll(/[\w+/=.~-]{8,}/g))
    for (let at = 0; at + shortest <= word.length; at += 1) {
      const name = pieces.get(word.slice(at, at + shortest));
      if (name !== undefined) found.add(name);
    }
  return [...found];
};

/** `report.html: LINEAR_API_KEY` for each file below the folder, and each file's name, that holds a piece of one. */
export const leaksInFiles = (folder: string, secrets: readonly Secret[]): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap(({ name, parentPath }) =>
      leaksInText(`${name}\n${readFileSync(join(parentPath, name), 'utf8')}`, secrets).map(
        (secret) => `${name}: ${secret}`,
      ),
    );
