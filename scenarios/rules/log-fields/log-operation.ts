/** What was being attempted. An operation may call its own steps by their names; a filler is no name. */
import { lineFieldRule, textThat } from './field-rule.ts';

const filler = /^(?:unknown|undefined|null|none|n\/?a|operation|-+|\?+|\[object object\])$/i;

export const logOperation = lineFieldRule({
  field: 'operation',
  statement: 'Every error line names the `operation` that was being attempted.',
  card: {
    asks: 'Write what was being attempted as `operation`, such as `create_task`.',
    tested: 'Declared operations are called and fail; each WARN or ERROR line is compared with the call.',
    fails: 'It is absent, under another name, empty, a filler such as `unknown`, or another declared operation.',
    fix: 'Hand the name of the operation down to the place that logs, or bind it to a child logger.',
    source: 'STD-17-01 §2.1',
  },
  expects: ({ perform }, { integration }) => ({
    absent: 'wrong',
    judge: textThat((text) => {
      if (filler.test(text.trim())) return { why: 'filler' };
      return text !== perform.operation && text in integration.operations ? { why: 'another-operation' } : 'right';
    }),
    facts: { wanted: perform.operation },
  }),
});
