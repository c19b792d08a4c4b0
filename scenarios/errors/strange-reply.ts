import fc from 'fast-check';
import { malformedJson } from '../../harness/faults/malformed-json.ts';
import { slowBody } from '../../harness/faults/slow-body.ts';
import { status } from '../../harness/faults/status.ts';
import { truncatedBody } from '../../harness/faults/truncated-body.ts';
import { wrongContentType } from '../../harness/faults/wrong-content-type.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { anyOperation, oneCall, performing, striking, withinRetries } from '../planning.ts';

export const strangeReply: Scenario = {
  id: 'strange-reply',
  summary: 'A reply that is slow, cut short, not JSON, of another content type, or of a status that nobody expects.',
  topic: 'errors',
  cases: 40,
  plans: (context) => {
    const times = withinRetries(context);
    return oneCall(
      performing(context, anyOperation),
      fc.oneof(
        ...[malformedJson, slowBody, truncatedBody, wrongContentType, status].map((fault) =>
          striking(context, fault, times),
        ),
      ),
    );
  },
};
