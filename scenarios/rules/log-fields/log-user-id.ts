/** Who asked for it: by any id that stands for the user, but never for another one. */
import { failureFieldRule } from './field-rule.ts';

export const logUserId = failureFieldRule({
  field: 'user_id',
  statement: 'A line about a failure says the `user_id` of the user who initiated the operation.',
  card: {
    asks: 'Write the user who initiated the operation as `user_id`.',
    tested: 'Calls of different users fail; the lines are compared with the user of the call.',
    fails: 'It is absent, under another name, empty, or the id of another user of the same run of calls.',
    fix: 'Hand the user of the call down to the logger.',
    source: 'STD-17-01 §2.4',
  },
  expects: ({ series }, { plan }) => {
    if (!('perform' in series)) return undefined;
    const { perform } = series;
    const others = plan.actions.flatMap((action) =>
      action.kind === 'perform' && action.user !== perform.user ? [action.user] : [],
    );
    return {
      absent: 'wrong',
      judge: (value) => {
        if (typeof value !== 'string' && typeof value !== 'number') return { why: 'not-a-string' };
        if (String(value).trim() === '') return { why: 'empty' };
        return others.includes(String(value)) ? { why: 'another-user' } : 'right';
      },
      facts: { wanted: perform.user },
    };
  },
});
