/** Every delivery fault that comes with Gauntlet. */
import type { DeliveryFault } from '../../ports/webhook.ts';
import { bodyDeep } from './body-deep.ts';
import { bodyEmpty } from './body-empty.ts';
import { bodyHuge } from './body-huge.ts';
import { bodyNotJson } from './body-not-json.ts';
import { bodyOtherCharset } from './body-other-charset.ts';
import { changedBody } from './changed-body.ts';
import { changedTimestamp } from './changed-timestamp.ts';
import { duplicate } from './duplicate.ts';
import { freshIdOldBody } from './fresh-id-old-body.ts';
import { future } from './future.ts';
import { hangUp } from './hang-up.ts';
import { oneGoodAmongSeveral } from './one-good-among-several.ts';
import { outOfOrder } from './out-of-order.ts';
import { previousSecret } from './previous-secret.ts';
import { restartAfterAnswer } from './restart-after-answer.ts';
import { signatureDoubled } from './signature-doubled.ts';
import { signatureEmpty } from './signature-empty.ts';
import { signatureMissing } from './signature-missing.ts';
import { signatureOfReserialisedBody } from './signature-of-reserialised-body.ts';
import { signatureWrongAlgorithm } from './signature-wrong-algorithm.ts';
import { signatureWrongCase } from './signature-wrong-case.ts';
import { signatureWrongEncoding } from './signature-wrong-encoding.ts';
import { signatureWrongLength } from './signature-wrong-length.ts';
import { stale } from './stale.ts';
import { unknownEvent } from './unknown-event.ts';
import { wrongSecret } from './wrong-secret.ts';

export const deliveryFaults: readonly DeliveryFault[] = [
  duplicate,
  outOfOrder,
  stale,
  future,
  wrongSecret,
  previousSecret,
  changedBody,
  changedTimestamp,
  signatureMissing,
  signatureEmpty,
  signatureDoubled,
  signatureWrongLength,
  signatureWrongEncoding,
  signatureWrongCase,
  signatureWrongAlgorithm,
  signatureOfReserialisedBody,
  oneGoodAmongSeveral,
  bodyNotJson,
  bodyEmpty,
  bodyHuge,
  bodyDeep,
  bodyOtherCharset,
  unknownEvent,
  freshIdOldBody,
  hangUp,
  restartAfterAnswer,
];
