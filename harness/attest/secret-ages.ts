/** How old each secret of a contract is, by the register. Pure. */
import type { SecretAge, SecretRecord } from '../model/attestation.ts';
import { daysBetween } from './days.ts';

/** One row for each secret of the contract and each other one in the register; the latest record of a name counts. */
export const secretAges = (
  declared: readonly string[],
  records: readonly SecretRecord[],
  today: string,
): readonly SecretAge[] => {
  const names = [...new Set([...declared, ...records.map(({ name }) => name)])];
  return names.map((name) => {
    const latest = records
      .filter((record) => record.name === name)
      .toSorted((a, b) => b.rotated.localeCompare(a.rotated))[0];
    return latest === undefined
      ? { name }
      : { name, rotated: latest.rotated, days: daysBetween(latest.rotated, today), owner: latest.owner };
  });
};
