/** Resolves requests with the providers' handlers and does to sockets what a handler cannot. */

import type { HandshakeFailure } from '../model/trace.ts';
import type { CaseClock, WireState } from './clock.ts';
import type { Answer } from './fault.ts';
import type { Provider, ReceivedRequest } from './provider.ts';

/** What the wire saw, raw; the recorder reads it in the provider's dialect, redacts and stores it. */
export type WireNotice =
  | {
      readonly type: 'request';
      readonly request: number;
      readonly provider: string;
      readonly received: ReceivedRequest;
    }
  | {
      readonly type: 'reply';
      readonly request: number;
      readonly status: number;
      readonly headers: Headers;
      /** The whole body that was meant to be sent. */
      readonly body: string;
      readonly cutAfter?: number;
      readonly cutBy?: 'reset' | 'closed' | 'hang';
    }
  | { readonly type: 'silence'; readonly request: number; readonly silence: 'reset' | 'closed' | 'hang' }
  | { readonly type: 'abort'; readonly request: number }
  /** `answer` rejected, or what it gave cannot be sent: we are broken, and the connection was reset. */
  | { readonly type: 'failure'; readonly request: number; readonly error: Error };

/**
 * Decides what happens to one request. Called in order of arrival; `request` counts from 0 within the case.
 * Whoever waits on the case's clock before answering waits with `sleep`: so the wire knows that it is held, not busy.
 */
export type Answering = (
  provider: string,
  request: number,
  received: ReceivedRequest,
  sleep: CaseClock['sleep'],
) => Promise<Answer>;

export interface WireCase {
  readonly clock: CaseClock;
  readonly answer: Answering;
  notice(notice: WireNotice): void;
}

export interface Wire extends WireState {
  /** Base URL of a provider over plain HTTP on loopback: `http://127.0.0.1:40123`. */
  readonly urls: { readonly [provider: string]: string };
  /** `host:443` to the port of its TLS listener, `host:80` to the plain one, for every origin of every provider. */
  readonly redirects: { readonly [hostAndPort: string]: number };
  readonly ca: string;
  /**
   * For subjects that no agent lives in: the next `count` connections to this host and port are reset as soon as they stand,
   * before a byte is read, and those that stand already are closed. 0 ends it. A closed port could not tell who had tried.
   */
  refuse(hostAndPort: string, count: number, told: () => void): void;
  /**
   * The TLS handshakes of the next `count` connections to this host and port go wrong; 0 ends it. `failed` is told before the
   * client can know of it, `trusted` when it sent something over the connection all the same.
   */
  failHandshakes(
    hostAndPort: string,
    how: HandshakeFailure,
    count: number,
    told: (what: 'failed' | 'trusted') => void,
  ): void;
  /** For subjects that no agent lives in: connections to this host and port that are kept alive are closed. */
  closeConnections(hostAndPort: string): void;
  /** From now on requests belong to this case. */
  begin(wireCase: WireCase): void;
  /** Drops every connection and held reply. */
  end(): Promise<void>;
  close(): Promise<void>;
}

/** `ports`: where the plain listener of a provider has to stand; anywhere when absent. Rejects with `ContractError` when one is taken. */
export type OpenWire = (
  providers: readonly Provider[],
  ports?: { readonly [provider: string]: number },
) => Promise<Wire>;
