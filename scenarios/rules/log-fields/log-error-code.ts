/** The provider's own code, where its body had one: SDKs may spell it a little differently. */
import { failureFieldRule, textThat } from './field-rule.ts';

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

export const logErrorCode = failureFieldRule({
  field: 'error_code',
  statement: 'A line about an error whose body named a code says that code as `error_code`.',
  card: {
    asks: 'Write the error code of the API, where the body had one, as `error_code`.',
    tested: 'Requests fail with bodies that name a code; the lines are compared with the body.',
    fails: 'It is absent although the body had one, under another name, no string, or stands nowhere in the body.',
    fix: 'Read the code from the error body (or from the SDK’s error object) and log it beside the status.',
    source: 'STD-17-01 §2.3',
  },
  expects: ({ attempt: { end } }) => {
    if (end.kind !== 'reply' || end.reply.reading.errorCode === undefined) return undefined;
    const { body, reading } = end.reply;
    const told = letters(`${body} ${reading.errorCode ?? ''}`);
    return {
      absent: 'wrong',
      judge: textThat((text) =>
        letters(text) !== '' && told.includes(letters(text)) ? 'right' : { why: 'not-in-body' },
      ),
      facts: { wanted: reading.errorCode ?? '' },
    };
  },
});
