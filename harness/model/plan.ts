/** A plan says what to do to an integration and how its providers misbehave meanwhile. All randomness is spent here. */
import type { Json, JsonObject } from './json.ts';

/** One thing done to the integration. Actions run one after the other. */
export type Action =
  | {
      readonly kind: 'perform';
      readonly operation: string;
      readonly input: Json;
      readonly user: string;
      readonly correlationId: string;
    }
  /** An event happens at the provider, which tells the integration's endpoint of it by webhook. */
  | {
      readonly kind: 'deliver';
      readonly event: string;
      readonly deliveryId: string;
      readonly payload: JsonObject;
    }
  /** Let time pass with nothing asked of the integration. */
  | { readonly kind: 'wait'; readonly ms: number }
  /** End the integration's process without notice and start it again. */
  | { readonly kind: 'restart' }
  /**
   * Rotate the credentials: the providers take only new values from now on, and the integration's process is ended and
   * started again with those in its environment. Secrets that webhooks are signed with stay.
   */
  | { readonly kind: 'rotate' }
  /** The secret manager serves new values from now on, and only those are good; the process goes on. */
  | { readonly kind: 'rotate-managed' };

/**
 * A fault and the place where it strikes: the requests numbered `nth` to `nth + times - 1` (counted from 1) among
 * those that match since action number `action` began. A burst is one fault with `times` above 1.
 */
export interface PlannedFault {
  readonly fault: string;
  readonly params: JsonObject;
  readonly on: {
    readonly action: number;
    readonly providerOperation?: string;
    readonly nth: number;
    readonly times: number;
  };
}

export interface Plan {
  readonly scenario: string;
  /** Seeds the provider's data and the jitter of the subject. */
  readonly seed: number;
  readonly actions: readonly Action[];
  readonly faults: readonly PlannedFault[];
}
