/** The credentials that secretlint's recommended rules know by their form. */
import { lintSource } from '@secretlint/core';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { Detector } from './detector.ts';
import { isMadeUp } from './randomness.ts';

/** A `secretlint-disable` comment would silence it without a reason: here only the allow-list does. */
const byComments = '@secretlint/secretlint-rule-filter-comments';

// Within the preset a rule cannot be switched off (13.0.7 does not heed `disabled` there), so its rules are taken one by one.
const config = {
  rules: rules.filter(({ meta }) => meta.id !== byComments).map((rule) => ({ id: rule.meta.id, rule })),
};

const shortName = (ruleId: string): string => ruleId.replace(/^@secretlint\/secretlint-rule-/, '');

/** Its own form, long enough to be judged by its characters: `lin_api_xxxxxxxx...`. */
const longestRun = (text: string): string =>
  (text.match(/[A-Za-z0-9]+/g) ?? []).reduce((longest, run) => (run.length > longest.length ? run : longest), '');

const isExample = (text: string): boolean => longestRun(text).length >= 16 && isMadeUp(longestRun(text));

/** Its messages and data quote what was found: only rule, message id and range are taken. */
export const knownPatterns: Detector = async ({ file, text }) => {
  const { messages } = await lintSource({
    source: { filePath: file, content: text, contentType: 'text', ext: /\.[^./]*$/.exec(file)?.[0] ?? '' },
    options: { config, noPhysicFilePath: true, maskSecrets: true },
  });
  return messages
    .map(({ ruleId, messageId, range: [start, end] }) => ({ kind: `${shortName(ruleId)}/${messageId}`, start, end }))
    .filter(({ start, end }) => !isExample(text.slice(start, end)));
};
