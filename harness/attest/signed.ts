/** Finds and reads what people signed for a contract: the files beside it, or the nearest above it in its repository. */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Attestation, SecretRecord, Waiver } from '../model/attestation.ts';
import { attestationFile, noAttestations, readAttestations } from './attestation-file.ts';
import { readWaivers, waiverFile } from './waiver-file.ts';
import { readIfThere } from './yaml-file.ts';

export interface Signed {
  readonly attestations: readonly Attestation[];
  readonly waivers: readonly Waiver[];
  readonly secrets: readonly SecretRecord[];
}

/** The folder and those above it, up to the one that holds `.git`. Without a repository, the folder alone. */
const foldersUp = (folder: string): readonly string[] => {
  const up: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    up.push(at);
    if (existsSync(join(at, '.git'))) return up;
    if (dirname(at) === at) return [folder];
  }
};

/** The nearest file of that name, looking from `folder` up to the top of its repository. */
export const nearestFile = (folder: string, name: string): string | undefined =>
  foldersUp(folder)
    .map((each) => join(each, name))
    .find((path) => existsSync(path));

const fromHere = (path: string): string => {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short.replaceAll('\\', '/');
};

/** `folder`: absolute, the contract's. Throws `UsageError` with the line of each mistake. */
export const readSigned = (folder: string, service: string): Signed => {
  const attested = nearestFile(folder, attestationFile);
  const waived = nearestFile(folder, waiverFile);
  const attestationText = attested === undefined ? undefined : readIfThere(attested);
  const waiverText = waived === undefined ? undefined : readIfThere(waived);
  const file =
    attested === undefined || attestationText === undefined
      ? noAttestations
      : readAttestations(attestationText, attested, fromHere(attested), service);
  return {
    ...file,
    waivers: waived === undefined || waiverText === undefined ? [] : readWaivers(waiverText, fromHere(waived), service),
  };
};
