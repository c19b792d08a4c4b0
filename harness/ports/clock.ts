/** The clock that provider, wire and subject share. */
export interface CaseClock {
  /** Unix time in ms. */
  now(): number;
  /** Resolves `ms` later on this clock, or when `signal` aborts: an entry in the same queue as the subject's timers. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Resolves when everything sent so far has been received and dealt with: the barrier between stages of a fault. */
  quiescent(): Promise<void>;
}

/** What one side knows of one connection, keyed by the client's port. */
export interface ConnectionState {
  readonly clientPort: number;
  /** Set for connections that the harness made to a server of the subject's: a webhook on its way. */
  readonly inbound?: true;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** A FIN was sent. */
  readonly finSent: boolean;
  /** The peer's FIN was read. */
  readonly finRead: boolean;
}

/** The provider side, as the coordinator needs it to tell whether time may move. */
export interface WireState {
  /** Open connections. */
  connections(): readonly ConnectionState[];
  /** True while a handler runs or bytes are still to be written: not when a reply is held by a fault or waits for the clock. */
  busy(): boolean;
  /** Busy, and waiting for a service that is real, which takes as long as it takes. */
  readonly awaitsReal?: () => boolean;
  /** Counts connections made to the subject, and again when they end: a whole one may come and go between two reports. */
  readonly turnover?: () => number;
}
