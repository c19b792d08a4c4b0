/** Every fault that comes with Gauntlet. */
import type { Fault } from '../ports/fault.ts';
import { delayed } from './delayed.ts';
import { expiredCredential } from './expired-credential.ts';
import { handshakeCut } from './handshake-cut.ts';
import { hang } from './hang.ts';
import { lostReply } from './lost-reply.ts';
import { malformedJson } from './malformed-json.ts';
import { noop } from './noop.ts';
import { permanentError } from './permanent-error.ts';
import { quotaLeft } from './quota-left.ts';
import { rateLimited } from './rate-limited.ts';
import { refused } from './refused.ts';
import { reset } from './reset.ts';
import { serverError } from './server-error.ts';
import { slowBody } from './slow-body.ts';
import { spent } from './spent.ts';
import { status } from './status.ts';
import { streamDuplicateEvent } from './stream-duplicate-event.ts';
import { streamEndsEarly } from './stream-ends-early.ts';
import { streamError } from './stream-error.ts';
import { streamMalformedJson } from './stream-malformed-json.ts';
import { streamReset } from './stream-reset.ts';
import { streamSplit } from './stream-split.ts';
import { streamStalls } from './stream-stalls.ts';
import { streamUnknownEvent } from './stream-unknown-event.ts';
import { streamWithoutTerminator } from './stream-without-terminator.ts';
import { truncatedBody } from './truncated-body.ts';
import { untrustedCertificate } from './untrusted-certificate.ts';
import { wrongContentType } from './wrong-content-type.ts';
import { wrongHost } from './wrong-host.ts';

export const faults: readonly Fault[] = [
  noop,
  status,
  serverError,
  permanentError,
  expiredCredential,
  rateLimited,
  spent,
  hang,
  lostReply,
  reset,
  refused,
  untrustedCertificate,
  wrongHost,
  handshakeCut,
  slowBody,
  truncatedBody,
  malformedJson,
  wrongContentType,
  delayed,
  quotaLeft,
  streamEndsEarly,
  streamReset,
  streamStalls,
  streamError,
  streamWithoutTerminator,
  streamMalformedJson,
  streamDuplicateEvent,
  streamUnknownEvent,
  streamSplit,
];
