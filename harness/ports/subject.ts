/** The integration under test, in a process of its own, whatever its kind. */
import type { ProbeName } from '../model/integration-facts.ts';
import type { Json } from '../model/json.ts';
import type { ExitEvent, OutcomeEvent } from '../model/trace.ts';
import type { CaseClock, WireState } from './clock.ts';
import type { Sender } from './sender.ts';
import type { HttpOperation, ServiceSubjectSpec } from './service-subject.ts';

/** What a subject tells while it runs. Texts are raw: the recorder looks for secrets and redacts before it stores. */
export type SubjectNotice =
  | { readonly type: 'log'; readonly stream: 'stdout' | 'stderr'; readonly text: string; readonly dropped?: number }
  | { readonly type: 'env-read'; readonly name: string }
  /** It compared in constant time, with this primitive or verifier. */
  | { readonly type: 'compared'; readonly with: string }
  | { readonly type: 'refused'; readonly host: string; readonly port: number }
  /** `beside`: by a worker or a program that it started, which reach nothing. */
  | { readonly type: 'unclaimed'; readonly host: string; readonly port: number; readonly beside?: true }
  | {
      readonly type: 'exit';
      readonly code: number | null;
      readonly signal: string | null;
      readonly why: ExitEvent['why'];
    }
  /** On the real clock: for so long, just before, the machine did not let it or us run. */
  | { readonly type: 'stall'; readonly ms: number }
  | { readonly type: 'leftover'; readonly timers: number; readonly handles: readonly string[] };

export interface Call {
  readonly operation: string;
  readonly input: Json;
  readonly user: string;
  readonly correlationId: string;
}

export type CallResult = OutcomeEvent['result'];

export interface CaseLimits {
  /** A call that has not settled after this much virtual time is ended: `virtual-time-limit`. */
  readonly virtualMs: number;
  /** Clock steps of one call: `step-limit`. */
  readonly steps: number;
  /** Wall time without any answer from the subject's process: it is ended, `watchdog`. */
  readonly stallMs: number;
}

export interface SubjectSettings {
  /** Absolute path of the contract file. */
  readonly contract: string;
  /** The whole environment of the subject, canaries included: nothing is inherited but what it needs to start. */
  readonly env: { readonly [name: string]: string };
  /** The base URL of each provider's wire, for `world.url(id)`. */
  readonly urls: { readonly [provider: string]: string };
  /** Absolute path of `world.stateDir`: made when it is missing, emptied when a case begins, kept over restarts. */
  readonly stateDir: string;
  /** `api.linear.app:443` to the loopback port that stands for it. */
  readonly redirects: { readonly [hostAndPort: string]: number };
  /** An HTTP proxy on loopback, for programs that no agent lives in: it redirects on the real clock, and refuses on the virtual one. */
  readonly proxy: string;
  /** PEM of the run's certificate authority. */
  readonly ca: string;
  readonly wire: WireState;
  readonly limits: CaseLimits;
  readonly inspect: boolean;
  notice(notice: SubjectNotice): void;
}

/** What a service needs beside. */
export interface ServiceSettings extends SubjectSettings {
  readonly service: ServiceSubjectSpec;
  readonly operations: { readonly [operation: string]: HttpOperation };
  readonly hasWebhook: boolean;
  readonly sender: Sender;
  /** For subjects that no agent lives in; see `Wire.refuse`. */
  refuse(hostAndPort: string, count: number): void;
  /** See `Wire.closeConnections`. */
  closeConnections(hostAndPort: string): void;
  /**
   * How long a subject that was last heard of `silentMs` ago may be silent in all: its back-off, or a wait it was asked
   * for. `call`: it has not answered a call yet, and may also wait for a quota.
   */
  nextSignMs(during: 'call' | 'rest', silentMs: number): number;
}

export interface Subject {
  readonly clockKind: 'virtual' | 'real';
  readonly clock: CaseClock;
  /** What the contract's `start()` offered. Known once the first case began. */
  readonly probes: readonly ProbeName[];
  /** Where the integration listens for webhooks, if it does. Changes with each start. */
  readonly webhookPort: number | undefined;
  /** Starts the integration for a case: fresh state, jitter seeded with `seed`, clock at a whole minute. */
  begin(seed: number): Promise<void>;
  /**
   * Calls an operation and lets the clock run until it settles, or tells why it never did. `tell` is called once, as soon as
   * that is known: what was still to be done in the background at this instant comes after it, and may come before the promise.
   */
  call(call: Call, tell?: (result: CallResult) => void): Promise<CallResult>;
  /** Lets the clock run while something is done to the subject from outside, until `work` settles. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Lets `ms` pass with nothing asked of it. */
  wait(ms: number): Promise<void>;
  /**
   * Lets the subject finish what it does in the background, until quiet or `limits`. Timers count that hold its process open and
   * fire once; until `expectedUntil` (Unix time in ms on the case's clock) all others count as well.
   */
  quiet(expectedUntil?: () => number): Promise<void>;
  probe(name: ProbeName): Promise<readonly Json[]>;
  /** Tells at once what it wrote to its log before this moment. Nothing to do where the log is told with the clock. */
  readonly catchUp?: () => void;
  /** The next `count` connections to this host and port fail with ECONNREFUSED; 0 ends it. */
  refuse(hostAndPort: string, count: number): Promise<void>;
  /** Connections to this host and port that are kept alive are closed, so that the next request needs a new one. */
  reconnect(hostAndPort: string): Promise<void>;
  /**
   * Ends the process without notice and starts it again, clock and case going on. `changes`: variables that have another
   * value from then on, until the case is over.
   */
  restart(changes?: SubjectSettings['env']): Promise<void>;
  /** Ends the case: `stop()` of the integration, connections closed, leftovers told. The process stays for the next one. */
  end(): Promise<void>;
  /** Ends the process. */
  close(): Promise<void>;
}

/** Rejects with `ContractError` when the contract does not load or start, and with `HarnessError` when we are broken. */
export type StartSubject = (settings: SubjectSettings) => Promise<Subject>;
