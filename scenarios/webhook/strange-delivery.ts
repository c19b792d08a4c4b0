import { bodyDeep } from '../../harness/deliveries/faults/body-deep.ts';
import { bodyEmpty } from '../../harness/deliveries/faults/body-empty.ts';
import { bodyHuge } from '../../harness/deliveries/faults/body-huge.ts';
import { bodyNotJson } from '../../harness/deliveries/faults/body-not-json.ts';
import { bodyOtherCharset } from '../../harness/deliveries/faults/body-other-charset.ts';
import { unknownEvent } from '../../harness/deliveries/faults/unknown-event.ts';
import type { Scenario } from '../../harness/ports/scenario.ts';
import { deliveringWith } from './delivering.ts';

export const strangeDelivery: Scenario = {
  id: 'strange-delivery',
  summary: 'A rightly signed delivery of an unknown event, or with a body that is empty, huge, deep or not JSON.',
  topic: 'webhook',
  cases: 30,
  plans: (context) =>
    deliveringWith(context, [bodyNotJson, bodyNotJson, bodyEmpty, bodyHuge, bodyDeep, bodyOtherCharset, unknownEvent]),
};
