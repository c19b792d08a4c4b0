/** Rules about the endpoint: whom it believes, how often it acts, how soon it answers, and what becomes of its work. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { acknowledgedWorkCompletes } from './acknowledged-work-completes.ts';
import { badSignatureRefused } from './bad-signature-refused.ts';
import { comparisonIsTimingSafe } from './comparison-is-timing-safe.ts';
import { deliveryAnsweredBeforeProviderGivesUp } from './delivery-answered-before-provider-gives-up.ts';
import { deliveryAnsweredInTime } from './delivery-answered-in-time.ts';
import { duplicateAcknowledged } from './duplicate-acknowledged.ts';
import { duplicateHasOneEffect } from './duplicate-has-one-effect.ts';
import { freshDeliveryAccepted } from './fresh-delivery-accepted.ts';
import { goodDeliveryAccepted } from './good-delivery-accepted.ts';
import { outOfOrderSurvived } from './out-of-order-survived.ts';
import { refusalDoesNotCrash } from './refusal-does-not-crash.ts';
import { refusalKeepsSecrets } from './refusal-keeps-secrets.ts';
import { refusedDeliveryHasNoEffect } from './refused-delivery-has-no-effect.ts';
import { signatureOverRawBody } from './signature-over-raw-body.ts';
import { staleDeliveryRefused } from './stale-delivery-refused.ts';
import { unknownEventIgnored } from './unknown-event-ignored.ts';
import { webhookSecretFromEnvironment } from './webhook-secret-from-environment.ts';

export const webhookRules: readonly Rule[] = [
  goodDeliveryAccepted,
  badSignatureRefused,
  refusedDeliveryHasNoEffect,
  signatureOverRawBody,
  refusalDoesNotCrash,
  refusalKeepsSecrets,
  staleDeliveryRefused,
  freshDeliveryAccepted,
  duplicateHasOneEffect,
  duplicateAcknowledged,
  deliveryAnsweredInTime,
  deliveryAnsweredBeforeProviderGivesUp,
  acknowledgedWorkCompletes,
  webhookSecretFromEnvironment,
  comparisonIsTimingSafe,
  unknownEventIgnored,
  outOfOrderSurvived,
];
