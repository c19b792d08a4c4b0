/** What was being attempted. An operation may call its own steps by their names; a filler is no name. */
import { lineFieldRule, nameOf, textThat } from './field-rule.ts';

const filler = /^(?:unknown|undefined|null|none|n\/?a|operation|-+|\?+|\[object object\])$/i;

export const logOperation = lineFieldRule({
  field: 'operation',
  statement: 'Every error line names the `operation` that was being attempted.',
  card: {
    asks: 'Write what was being attempted as `operation`, such as `create_task`.',
    tested:
      'Declared operations are called and fail, and deliveries are turned away; each WARN or ERROR line is compared with what was asked.',
    fails: 'It is absent, under another name, empty, a filler such as `unknown`, or another declared operation.',
    fix: 'Hand the name of the operation down to the place that logs, or bind it to a child logger.',
    source: 'STD-17-01 §2.1',
  },
  expects: ({ cause }, { integration }) => ({
    absent: 'wrong',
    judge: textThat((text) => {
      if (filler.test(text.trim())) return { why: 'filler' };
      // What an event leads to may be any of the operations.
      const isAnother = cause.kind === 'perform' && text !== cause.operation && text in integration.operations;
      return isAnother ? { why: 'another-operation' } : 'right';
    }),
    facts: { wanted: nameOf(cause) },
  }),
});
