/** What an integration logged of failed attempts, at whatever level: a failure at INFO is a failure none the less. */
import type { JsonObject } from '../../../harness/model/json.ts';
import { type Account, accountsOf, field, isFailed, type LogLine, logLines, perTrace } from '../../log-lines.ts';

/** Waiting or trying again may be told at INFO; a line that says what came back reports the failure itself. */
const reportsFailure = ({ fields, severity }: LogLine): boolean =>
  severity === 'warn' ||
  severity === 'error' ||
  (severity !== undefined &&
    ['status_code', 'error_code', 'error', 'err'].some((name) => field(fields, name) !== undefined));

export const reportedFailures = perTrace((trace): readonly Account[] =>
  accountsOf(trace, logLines(trace).filter(reportsFailure), isFailed),
);

export const levelFacts = (lines: readonly LogLine[]): JsonObject => {
  const [line] = lines;
  const level = line === undefined ? undefined : field(line.fields, 'level');
  return { severity: line?.severity ?? 'unknown', ...(level === undefined ? {} : { logged: level }) };
};
