/** Verdicts in Markdown: the sign stands alone where there is no room for the word. */
import type { Shown } from '../sections.ts';

export const markdownVerdicts: { readonly [verdict in Shown]: string } = {
  fail: '❌ fail',
  'harness-error': '💥 error',
  'not-verified': '❔ not verified',
  warn: '⚠️ warn',
  waived: '🔕 waived',
  attested: '✍️ attested',
  pass: '✅ pass',
  'not-applicable': '➖ n/a',
};
