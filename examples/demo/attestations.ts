/**
 * What the demo attests: examples of what a team would write, so that every clause of the standard shows a verdict. They
 * are made anew by each run of the demo and dated that day, so that none runs out between two of them.
 */
import { stringify } from 'yaml';

export interface Attested {
  /** As people call it. */
  readonly provider: string;
  readonly authentication: string;
  readonly secrets: readonly string[];
}

/** One claim for each clause that people answer for, beside what the run of an example verifies by itself. */
const claims = ({ provider, authentication }: Attested): { readonly [clause: string]: string } => ({
  '1.1.6': 'Development and production have keys of their own in the secrets manager.',
  '1.2.1': 'Keys are never sent by mail or chat; both are searched for keys once a week.',
  '1.2.2': 'Who joins is given access in the secrets manager.',
  '1.4.1': `${provider}, the secrets manager and the cloud account ask for a second factor.`,
  '1.4.2': 'The checklist for people who leave holds the rotation.',
  '1.4.3': 'The secrets manager lists who can read which key.',
  '1.5.1': 'The runbook says how, and who does it.',
  '1.5.2': 'The checklist for people who leave holds the rotation.',
  '1.5.3': 'The calendar of the team holds it, a year after the last one.',
  '3.1.2': `${provider}'s API reference and its changelog were read.`,
  '3.1.3': 'The limits of our plan were compared with the volume that we expect.',
  '3.1.4': authentication,
  '3.2.4': 'Development and production have keys of their own in the secrets manager.',
  '3.2.5': `${provider} and the secrets manager ask for a second factor.`,
  '3.3.3': 'Support read every message that users can see.',
  '3.4.3': 'Three retries: users wait for the result, and what failed can be taken up again.',
  '3.7.1': 'See the test report of the last release.',
  '3.7.2': 'See the test report of the last release.',
  '3.7.3': 'See the test report of the last release.',
  '3.7.4': 'See the test report of the last release.',
  '3.7.5': `The last release was tried in a workspace of its own at ${provider}.`,
});

const by = 'Example (npm run demo)';

/** The text of the file. `today`: an ISO day. */
export const exampleAttestations = (attested: Attested, today: string): string => {
  const attestations = Object.entries(claims(attested)).map(([clause, claim]) => ({
    ...{ clause, by, date: today, every: 'quarter' },
    evidence: [{ link: `https://example.com/evidence/${clause}` }],
    note: `EXAMPLE: ${claim}`,
  }));
  const secrets = attested.secrets.map((name) => ({ ...{ name, rotated: today, owner: by, note: 'EXAMPLE' } }));
  return `# EXAMPLES, written anew by each \`npm run demo\`: nobody vouches for any of this.
${stringify({ attestations, secrets }, { lineWidth: 0 })}`;
};
