import { changedBody } from '../../harness/deliveries/faults/changed-body.ts';
import { changedTimestamp } from '../../harness/deliveries/faults/changed-timestamp.ts';
import { freshIdOldBody } from '../../harness/deliveries/faults/fresh-id-old-body.ts';
import { oneGoodAmongSeveral } from '../../harness/deliveries/faults/one-good-among-several.ts';
import { previousSecret } from '../../harness/deliveries/faults/previous-secret.ts';
import { signatureDoubled } from '../../harness/deliveries/faults/signature-doubled.ts';
import { signatureEmpty } from '../../harness/deliveries/faults/signature-empty.ts';
import { signatureMissing } from '../../harness/deliveries/faults/signature-missing.ts';
import { signatureOfReserialisedBody } from '../../harness/deliveries/faults/signature-of-reserialised-body.ts';
import { signatureWrongAlgorithm } from '../../harness/deliveries/faults/signature-wrong-algorithm.ts';
import { signatureWrongCase } from '../../harness/deliveries/faults/signature-wrong-case.ts';
import { signatureWrongEncoding } from '../../harness/deliveries/faults/signature-wrong-encoding.ts';
import { signatureWrongLength } from '../../harness/deliveries/faults/signature-wrong-length.ts';
import { wrongSecret } from '../../harness/deliveries/faults/wrong-secret.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { deliveringWith } from './delivering.ts';

const faults = [
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
  // Its forms are as far apart as others are from each other: most endpoints that accept one refuse the next.
  ...[signatureOfReserialisedBody, signatureOfReserialisedBody, signatureOfReserialisedBody],
  oneGoodAmongSeveral,
  freshIdOldBody,
];

export const badSignature: Scenario = {
  id: 'bad-signature',
  summary:
    'A delivery whose signature is wrong in one of the ways that have broken real code, or right among wrong ones.',
  topic: 'webhook',
  cases: 96,
  plans: (context) => deliveringWith(context, faults),
};
