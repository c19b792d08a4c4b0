/** Judging what inspection found. Pure: works on a stored `inspection.json` of any age. */
import type { Inspection } from './model/inspection.ts';
import type { IntegrationFacts } from './model/integration-facts.ts';
import type { RunFacts } from './model/run-facts.ts';
import type { Finding, RuleVerdict } from './model/verdict.ts';
import type { InspectionJudgement, InspectionRule } from './ports/rule.ts';

const isFindings = (judgement: InspectionJudgement): judgement is readonly Finding[] => Array.isArray(judgement);

const judged = (rule: InspectionRule, inspection: Inspection, facts: IntegrationFacts, run: RunFacts): RuleVerdict => {
  const nothing = { rule: rule.id, exercised: 0, cases: 0, struck: {}, broken: [] };
  let judgement: InspectionJudgement;
  try {
    judgement = rule.judge(inspection, facts, run);
  } catch (error) {
    const because = `the rule threw: ${error instanceof Error ? error.message : String(error)}`;
    return { ...nothing, verdict: { verdict: 'harness-error', because } };
  }
  if (!isFindings(judgement))
    return 'notApplicable' in judgement
      ? { ...nothing, verdict: { verdict: 'not-applicable', because: judgement.notApplicable } }
      : { ...nothing, verdict: { verdict: 'not-verified', reason: judgement.notVerified, next: judgement.next } };
  if (judgement.length === 0)
    return {
      ...nothing,
      verdict: {
        verdict: 'not-verified',
        reason: 'not-exercised',
        next: 'The repository holds nothing that it could look at: check `repository` in the contract.',
      },
    };
  const broken = judgement.filter((finding) => !finding.held);
  return {
    ...nothing,
    verdict: { verdict: broken.length === 0 ? 'pass' : 'fail' },
    exercised: judgement.length,
    broken,
  };
};

/** One verdict for each rule, in their order. */
export const judgeInspection = (
  inspection: Inspection,
  rules: readonly InspectionRule[],
  facts: IntegrationFacts,
  run: RunFacts,
): readonly RuleVerdict[] => rules.map((rule) => judged(rule, inspection, facts, run));

const nothingRead = "Add repository: '.' (the folder of the integration, relative to the contract) to the contract.";
const readByFirst = 'The first shard reads the repository for all: put the shards together with `gauntlet report`.';

const readByAnother =
  'Another version of Gauntlet read the repository, in a form that this one cannot judge: run the contract again.';

/** The verdicts of rules for which there is nothing that was read from a repository. */
export const notInspected = (
  rules: readonly InspectionRule[],
  shard: { readonly index: number } | undefined,
  why: 'unreadable' | undefined,
): readonly RuleVerdict[] =>
  rules.map(({ id }) => ({
    rule: id,
    verdict: {
      verdict: 'not-verified',
      reason: 'disabled',
      next: why === 'unreadable' ? readByAnother : (shard?.index ?? 1) === 1 ? nothingRead : readByFirst,
    },
    ...{ exercised: 0, cases: 0, struck: {}, broken: [] },
  }));
