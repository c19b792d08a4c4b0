/** Sentences about the repository. Found secrets are told by place and kind: nothing else of them is known here. */
import type { JsonObject } from '../../harness/model/json.ts';
import { told } from './phrases.ts';
import type { Wording } from './wording.ts';

const at = ({ file, line, commit }: JsonObject): string =>
  `${told(file)}:${told(line)}${commit === undefined ? '' : ` in commit ${told(commit).slice(0, 12)}`}`;

const secret = (where: string): Wording => ({
  message: (facts) => `A secret (${told(facts.kind)}) ${where} at ${at(facts)}.`,
  expected: () => 'No secret there, or a reason in gauntlet.allow-secrets.yaml why it is none.',
  observed: (facts) => `${told(facts.kind)} at ${at(facts)}; what was found is not shown.`,
});

const test: Wording = {
  message: ({ kind, name, outcome }) =>
    outcome === 'missing'
      ? `The test "${told(name)}", named for "${told(kind)}", is not in the results.`
      : `The test "${told(name)}", named for "${told(kind)}", ${outcome === 'failed' ? 'failed' : 'was skipped'}.`,
  expected: ({ name }) => `"${told(name)}" passed.`,
  observed: ({ outcome }) => `${told(outcome)}.`,
};

const absentExample = (facts: JsonObject): string =>
  `${told(facts.file)}: there is no .env.example at the root of the folder.`;

export const inspectionWording: Record<string, Wording> = {
  'secret-not-in-code': secret('stands'),
  'secret-not-in-history': secret('was committed'),
  'env-file-ignored': {
    message: ({ file, tracked }) => (tracked === true ? `Git tracks ${told(file)}.` : 'Git does not ignore `.env`.'),
    expected: () => 'A pattern that covers `.env`, and no file of that name in git.',
    observed: ({ file, tracked }) =>
      tracked === true ? `${told(file)} in the index.` : '`git check-ignore .env` found no pattern.',
  },
  'env-file-ignored-first': {
    message: ({ file, commit }) =>
      `${told(file)} was committed in ${told(commit).slice(0, 12)}, when git did not ignore \`.env\` yet.`,
    expected: () => 'A .gitignore that covers `.env` in that commit or before it.',
    observed: () => 'With the ignore files of that commit, `git check-ignore .env` finds no pattern.',
  },
  'env-example-complete': {
    message: (facts) => {
      if (facts.what === 'absent') return absentExample(facts);
      if (facts.what === 'ignored') return `Git ignores ${told(facts.file)}, so nobody else gets it.`;
      return `${told(facts.name)}, which ${facts.needed === 'declared' ? 'the contract declares as a secret' : 'the integration read in the run'}, is not in ${told(facts.file)}.`;
    },
    expected: ({ what, name }) =>
      what === 'variable' ? `A line ${told(name)}=placeholder.` : 'A committed .env.example with every variable.',
    observed: ({ what }) => (what === 'variable' ? 'No such line.' : what === 'ignored' ? 'An ignored file.' : 'None.'),
  },
  'env-example-placeholders-only': {
    message: (facts) => `The value of ${told(facts.name)} at ${at(facts)} looks like a real secret.`,
    expected: ({ name }) => `A placeholder, such as ${told(name)}=your_${told(name).toLowerCase()}_here.`,
    observed: () => 'A value in the form of a real one; it is not shown.',
  },
  'env-example-form': {
    message: (facts) => {
      if (facts.what === 'absent') return absentExample(facts);
      if (facts.what === 'line') return `The line ${at(facts)} is neither a comment nor NAME=value.`;
      return `Above ${told(facts.name)} at ${at(facts)} ${Array.isArray(facts.missing) ? facts.missing.map((each) => `"${told(each)}"`).join(', ') : 'a comment'} is not said.`;
    },
    expected: () => 'The comments `# Integration:`, `# Required for:` and `# Get from:` above each variable.',
    observed: ({ what, missing }) =>
      what === 'comments' && Array.isArray(missing) ? `Without ${missing.map(told).join(', ')}.` : 'Another form.',
  },
  'environments-use-different-secrets': {
    message: ({ name }) => `${told(name)} is the same in development and in production.`,
    expected: ({ name }) => `A ${told(name)} of its own for each environment.`,
    observed: () => 'Equal fingerprints.',
  },
  'integration-type-identified': {
    message: ({ type, really }) => `The contract says ${told(type)}, and declares what is ${told(really)}.`,
    expected: ({ really }) => `type: '${told(really)}', or operations and webhook that fit the declared one.`,
    observed: ({ calls, listens }) =>
      `${calls === true ? 'Operations' : 'No operation'}, ${listens === true ? 'a webhook' : 'no webhook'}.`,
  },
  'readme-explains-integration': {
    message: (facts) => {
      if (facts.what === 'absent') return 'There is no README at the root of the folder.';
      if (facts.what === 'purpose') return `${told(facts.file)} does not say what the integration is for.`;
      if (facts.what === 'configuration') return `${told(facts.file)} has no section on configuration.`;
      return `The section "${told(facts.heading)}" (${at(facts)}) neither names every declared secret nor links to .env.example.`;
    },
    expected: () => 'Text below the title, and a section "Configuration" with the variables or a link to .env.example.',
    observed: ({ what }) => (what === 'variables' ? 'Such a section without the variables.' : 'None.'),
  },
  'rate-limits-documented': {
    message: (facts) =>
      facts.what === 'absent'
        ? 'No section of the documentation is about rate limits or quotas.'
        : `The section "${told(facts.heading)}" (${at(facts)}) names no limit and links to none.`,
    expected: () => 'A section "Rate limits" with the number of requests in what time, or a link to where it stands.',
    observed: ({ what }) => (what === 'absent' ? 'No such section.' : 'Neither a number nor a link.'),
  },
  'error-codes-documented': {
    message: ({ code, file }) =>
      `${told(code)}, which callers were given in the run, is not explained in ${told(file)}.`,
    expected: ({ code }) => `A row, list item or subheading in a section on errors that says what ${told(code)} means.`,
    observed: () => 'No such entry.',
  },
  'runbook-resolves-issues': {
    message: (facts) =>
      facts.what === 'absent'
        ? 'There is no runbook: no section or file on common issues.'
        : `The section "${told(facts.heading)}" (${at(facts)}) holds no issue with a way out.`,
    expected: () => 'A section "Runbook" with an entry for each common issue, and what to do.',
    observed: ({ what }) => (what === 'absent' ? 'None.' : 'No list item, row or subheading with text.'),
  },
  'tests-cover-success-and-failure': test,
  'tests-cover-retries': test,
  'tests-cover-duplicates': test,
  'tests-cover-signatures': test,
  'digest-not-compared-with-equals': {
    message: (facts) => `A computed signature is compared with \`${told(facts.operator)}\` at ${at(facts)}.`,
    expected: () => '`crypto.timingSafeEqual`, or the verifier of the provider.',
    observed: ({ operator }) => `\`${told(operator)}\` with an HMAC on one side.`,
  },
};
