/** The credentials that secretlint's recommended rules know by their form. */
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { Detector } from './detector.ts';

const preset = '@secretlint/secretlint-rule-preset-recommend';

// A `secretlint-disable` comment would silence it without a reason: here only the allow-list does.
const config = {
  rules: [
    { id: preset, rule: creator, rules: [{ id: '@secretlint/secretlint-rule-filter-comments', disabled: true }] },
  ],
};

const shortName = (ruleId: string): string => ruleId.replace(/^@secretlint\/secretlint-rule-/, '');

/** Its messages and data quote what was found: only rule, message id and range are taken. */
export const knownPatterns: Detector = async ({ file, text }) => {
  const { messages } = await lintSource({
    source: { filePath: file, content: text, contentType: 'text', ext: /\.[^./]*$/.exec(file)?.[0] ?? '' },
    options: { config, noPhysicFilePath: true, maskSecrets: true },
  });
  return messages.map(({ ruleId, messageId, range: [start, end] }) => ({
    kind: `${shortName(ruleId)}/${messageId}`,
    start,
    end,
  }));
};
