/** A template is committed, so what stands in it is public. */
import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { found } from './told.ts';

export const envExamplePlaceholdersOnly: InspectionRule = {
  id: 'env-example-placeholders-only',
  statement: 'No value in `.env.example` looks like a real secret.',
  topic: 'inspection',
  card: {
    asks: 'Put placeholders where secrets belong, never a real one.',
    tested:
      "Each value is held against known credentials, the shapes of the declared secrets, and randomness where the name is a credential's.",
    fails: 'A value could be a real secret. Ordinary settings (`LOG_LEVEL=info`) are fine.',
    fix: 'Write `your_linear_api_key_here`, and rotate the secret that stood there.',
    source: 'STD-17-01 §1.1, §3.2',
  },
  judge: ({ envExample }) =>
    envExample === undefined
      ? { notVerified: 'not-exercised', next: 'Create `.env.example` with placeholder values.' }
      : envExample.entries.map(({ name, line, look }) => found(look !== 'real', { file: envExample.file, line, name })),
};
