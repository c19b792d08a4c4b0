/** One scale for all integrations: WARN and ERROR, by these words. */
import { lineFieldRule, textThat } from './field-rule.ts';

export const logLevel = lineFieldRule({
  field: 'level',
  statement: 'Every error line has a `level` of `WARN` or `ERROR`.',
  card: {
    asks: 'Write `level` as the word `WARN` (a transient issue) or `ERROR` (a failure).',
    tested: 'Calls fail in many ways; the level of each line about a failure is read.',
    fails: 'It is absent or under another name, a number (pino: 40, 50), or another word. Lower case is let pass.',
    fix: 'With pino: `formatters: { level: (label) => ({ level: label.toUpperCase() }) }`.',
    source: 'STD-17-01 §2.1',
  },
  expects: ({ line }) => {
    const { level } = line.fields;
    const lowerCase = typeof level === 'string' && level !== level.toUpperCase();
    return {
      absent: 'wrong',
      judge: textThat((text) => (/^(?:warn|error)$/i.test(text) ? 'right' : { why: 'another-word' })),
      facts: { wanted: 'WARN or ERROR', ...(lowerCase ? { lowerCase } : {}) },
    };
  },
});
