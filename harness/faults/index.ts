/** Every fault that comes with Gauntlet. */
import type { Fault } from '../ports/fault.ts';
import { delayed } from './delayed.ts';
import { expiredCredential } from './expired-credential.ts';
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
import { status } from './status.ts';
import { truncatedBody } from './truncated-body.ts';
import { wrongContentType } from './wrong-content-type.ts';

export const faults: readonly Fault[] = [
  noop,
  status,
  serverError,
  permanentError,
  expiredCredential,
  rateLimited,
  hang,
  lostReply,
  reset,
  refused,
  slowBody,
  truncatedBody,
  malformedJson,
  wrongContentType,
  delayed,
  quotaLeft,
];
