/** The sentences about findings: those of the topics, and a plain one from the bare facts for a rule that has none. */
import type { JsonObject } from '../harness/model/json.ts';
import type { ReportFinding, RuleRow } from '../harness/model/report.ts';
import type { Finding } from '../harness/model/verdict.ts';
import { shorten } from './untrusted.ts';
import { backoffWording } from './wording/backoff.ts';
import { errorsWording } from './wording/errors.ts';
import { idempotencyWording } from './wording/idempotency.ts';
import { inspectionWording } from './wording/inspection.ts';
import { logFieldsWording } from './wording/log-fields.ts';
import { logLevelsWording } from './wording/log-levels.ts';
import { rateLimitWording } from './wording/rate-limit.ts';
import { retryWording } from './wording/retry.ts';
import { secretsWording } from './wording/secrets.ts';
import { streamWording } from './wording/stream.ts';
import { webhookWording } from './wording/webhook.ts';
import type { Wording } from './wording/wording.ts';

/** By rule id. */
export const wordings: { readonly [rule: string]: Wording } = {
  ...backoffWording,
  ...errorsWording,
  ...idempotencyWording,
  ...inspectionWording,
  ...logFieldsWording,
  ...logLevelsWording,
  ...rateLimitWording,
  ...retryWording,
  ...secretsWording,
  ...streamWording,
  ...webhookWording,
};

const told = (facts: JsonObject): string => {
  const parts = Object.entries(facts).map(
    ([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return parts.length === 0 ? 'nothing more is known' : shorten(parts.join(', '), 400);
};

const fallback = (statement: string): Wording => ({
  message: (facts) => `Not so: ${statement} (${told(facts)})`,
  expected: () => statement,
  observed: told,
});

const word = (wording: Wording, finding: Finding): ReportFinding => ({
  ...finding,
  message: wording.message(finding.facts),
  expected: wording.expected(finding.facts),
  observed: wording.observed(finding.facts),
});

/** The rule with its findings put into words. */
export const worded = (rule: RuleRow): RuleRow => {
  const wording = wordings[rule.id] ?? fallback(rule.statement);
  return { ...rule, findings: rule.findings.map((finding) => word(wording, finding)) };
};
