/** `gauntlet.waivers.yaml`: which clauses are let through although they do not hold, why, who answers for it, how long. */
import { z } from 'zod';
import type { Waiver } from '../model/attestation.ts';
import { clause, day, filled, service } from './fields.ts';
import { checkYaml } from './yaml-file.ts';

export const waiverFile = 'gauntlet.waivers.yaml';

const shape = z.strictObject(
  {
    waivers: z
      .array(z.strictObject({ clause, service, reason: filled, owner: filled, until: day }), {
        error: 'must be a list',
      })
      .nullish(),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? 'must hold `waivers:` with a list' : undefined) },
);

/** The waivers of a service. Throws `UsageError` with the line of each mistake. */
export const readWaivers = (text: string, shownAs: string, forService: string): readonly Waiver[] => {
  const { value, lineOf } = checkYaml(text, shownAs, shape.nullable());
  return (value?.waivers ?? []).flatMap(({ service: only, ...waiver }, index) =>
    only === undefined || only === forService ? [{ ...waiver, file: shownAs, line: lineOf(['waivers', index]) }] : [],
  );
};
