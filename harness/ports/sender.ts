/** Requests from the harness to a server of the subject's: webhooks, and the operations and probes of a service. */
import type { AnswerEvent } from '../model/trace.ts';
import type { WireState } from './clock.ts';

export interface Target {
  /** 127.0.0.1 unless told. */
  readonly host?: string;
  readonly port: number;
  /** With the query. */
  readonly path: string;
  /** POST unless told. */
  readonly method?: string;
}

export interface OutgoingMessage {
  /** A list is sent as a repeated header. */
  readonly headers: { readonly [name: string]: string | readonly string[] };
  readonly body: Uint8Array;
}

export interface Sending {
  /** The connection is closed before an answer is read. */
  readonly hangUp: boolean;
  /** The sender's patience: when it resolves before an answer came, the connection is closed. */
  readonly giveUp: Promise<void>;
  /** Characters of the answer that are kept; 65,536 unless told. */
  readonly keep?: number;
}

export type Answer = AnswerEvent['result'];

/** Every request has a connection of its own, and all of their bytes are accounted for. */
export interface Sender extends WireState {
  send(target: Target, message: OutgoingMessage, sending: Sending): Promise<Answer>;
  /** Whether the port accepts a connection, which is closed at once. */
  knock(port: number, host?: string): Promise<boolean>;
  /** Closes what is still open. */
  end(): Promise<void>;
}
