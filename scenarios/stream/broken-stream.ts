import fc from 'fast-check';
import { streamDuplicateEvent } from '../../harness/faults/stream-duplicate-event.ts';
import { streamEndsEarly } from '../../harness/faults/stream-ends-early.ts';
import { streamError } from '../../harness/faults/stream-error.ts';
import { streamMalformedJson } from '../../harness/faults/stream-malformed-json.ts';
import { streamReset } from '../../harness/faults/stream-reset.ts';
import { streamSplit } from '../../harness/faults/stream-split.ts';
import { streamStalls } from '../../harness/faults/stream-stalls.ts';
import { streamUnknownEvent } from '../../harness/faults/stream-unknown-event.ts';
import { streamWithoutTerminator } from '../../harness/faults/stream-without-terminator.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { anyOperation, oneCall, pastEveryRetry, performing, striking, withinRetries } from '../planning.ts';

const breaking = [streamEndsEarly, streamError, streamReset, streamStalls, streamMalformedJson];
const harmless = [streamSplit, streamUnknownEvent, streamWithoutTerminator, streamDuplicateEvent];

export const brokenStream: Scenario = {
  id: 'broken-stream',
  summary:
    'A streamed answer that ends early, stalls, is reset or says that it broke, once or until the end; or is odd in a way that harms nothing.',
  topic: 'stream',
  cases: 48,
  plans: (context) => {
    if (context.dialect.streams === undefined) return undefined;
    const passing = withinRetries(context);
    return oneCall(
      performing(context, anyOperation),
      fc.oneof(
        ...breaking.flatMap((fault) => [striking(context, fault, passing), striking(context, fault, pastEveryRetry)]),
        ...harmless.map((fault) => striking(context, fault, passing)),
      ),
    );
  },
};
