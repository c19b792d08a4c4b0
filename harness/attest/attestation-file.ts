/**
 * `gauntlet.attestations.yaml`: who vouches for which clause, since when, on what evidence and until when; and when each
 * secret was last rotated.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Attestation, EvidenceItem, SecretRecord } from '../model/attestation.ts';
import { after, frequencies } from './days.ts';
import { clause, day, filled, service } from './fields.ts';
import { checkYaml } from './yaml-file.ts';

export const attestationFile = 'gauntlet.attestations.yaml';

const link = z.strictObject({
  link: z.url({ protocol: /^https?$/, error: 'must be a link that begins with https:// or http://' }),
});
const file = z.strictObject({
  file: filled,
  sha256: z
    .string({ error: 'is missing: it must be the SHA-256 of the file, which `gauntlet attest` writes' })
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits in lower case'),
});

const attestation = z
  .strictObject({
    clause,
    service,
    by: filled,
    date: day,
    evidence: z
      .array(z.union([link, file], { error: 'must be `link: https://...`, or `file: path` with its `sha256`' }), {
        error: 'must list at least one link or file',
      })
      .min(1, 'must list at least one link or file'),
    until: day.optional(),
    every: z.enum(frequencies, { error: `must be one of ${frequencies.join(', ')}` }).optional(),
    note: z.string({ error: 'must be text' }).optional(),
  })
  .refine(({ until, every }) => (until === undefined) !== (every === undefined), {
    error: 'needs either `until` (a day) or `every` (how often it is looked at again)',
  })
  .refine(({ until, date }) => until === undefined || until >= date, {
    path: ['until'],
    error: 'lies before the day on which it was signed',
  });

const secret = z.strictObject({ name: filled, service, rotated: day, owner: filled, note: z.string().optional() });

const shape = z.strictObject(
  {
    attestations: z.array(attestation, { error: 'must be a list' }).nullish(),
    secrets: z.array(secret, { error: 'must be a list' }).nullish(),
  },
  {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'must hold `attestations:` and `secrets:`, each with a list' : undefined,
  },
);

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const digestNow = (path: string): string | undefined => {
  try {
    return sha256(readFileSync(path));
  } catch {
    return undefined;
  }
};

/** Files of evidence lie relative to the file that names them. */
const lookedAt = (item: z.infer<typeof link> | z.infer<typeof file>, folder: string): EvidenceItem => {
  if ('link' in item) return item;
  const found = digestNow(resolve(folder, item.file));
  return { ...item, ...(found !== undefined && { found }) };
};

export interface AttestationFile {
  readonly attestations: readonly Attestation[];
  readonly secrets: readonly SecretRecord[];
}

export const noAttestations: AttestationFile = { attestations: [], secrets: [] };

/**
 * What the file says for a service: entries that name another are left out. `shownAs`: how messages call the file.
 * Throws `UsageError` with the line of each mistake.
 */
export const readAttestations = (text: string, path: string, shownAs: string, forService: string): AttestationFile => {
  const { value, lineOf } = checkYaml(text, shownAs, shape.nullable());
  const mine = (entry: { readonly service?: string | undefined }): boolean =>
    entry.service === undefined || entry.service === forService;
  return {
    attestations: (value?.attestations ?? []).flatMap((entry, index) =>
      mine(entry)
        ? [
            {
              clause: entry.clause,
              by: entry.by,
              date: entry.date,
              until: entry.until ?? after(entry.date, entry.every ?? 'year'),
              evidence: entry.evidence.map((item) => lookedAt(item, dirname(path))),
              note: entry.note ?? '',
              file: shownAs,
              line: lineOf(['attestations', index]),
            },
          ]
        : [],
    ),
    secrets: (value?.secrets ?? []).flatMap((entry, index) =>
      mine(entry)
        ? [
            {
              name: entry.name,
              rotated: entry.rotated,
              owner: entry.owner,
              file: shownAs,
              line: lineOf(['secrets', index]),
            },
          ]
        : [],
    ),
  };
};
