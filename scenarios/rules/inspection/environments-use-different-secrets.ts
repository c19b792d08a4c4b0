/** Compared by salted fingerprints; the values are seen by nobody and stored nowhere. */
import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { brokenOr, found, notVerified } from './told.ts';

const line =
  "environments: { development: { file: '.env' }, production: { command: ['doppler', 'secrets', 'download', '--no-file', '--format', 'env'] } }";

export const environmentsUseDifferentSecrets: InspectionRule = {
  id: 'environments-use-different-secrets',
  statement: 'No secret is the same in development and in production.',
  topic: 'inspection',
  card: {
    asks: 'Use a secret of its own for each environment.',
    tested:
      'Where the contract says how to read both environments (a file, or the output of a command), the fingerprints of each declared secret are compared.',
    fails: 'A declared secret has the same value in both.',
    fix: 'Have the provider issue a second credential, and give it to one of the two.',
    source: 'STD-17-01 §1.1, §3.2',
  },
  judge: ({ environments }) => {
    if (environments.state === 'not-declared')
      return notVerified('insufficient-evidence', `Add to the contract ${line}, or attest it.`);
    if (environments.state === 'unavailable')
      return notVerified(
        'insufficient-evidence',
        `The secrets of ${environments.environment} cannot be seen here: ${environments.detail}. Run it where both can, or attest it.`,
      );
    const { same, different, missing } = environments;
    const unset =
      missing.length === 0 && same.length + different.length > 0
        ? undefined
        : notVerified(
            'insufficient-evidence',
            `Not set in both environments: ${missing.join(', ') || 'any declared secret'}. Set it, or attest it.`,
          );
    return brokenOr(
      [...same.map((name) => found(false, { name })), ...different.map((name) => found(true, { name }))],
      unset,
    );
  },
};
