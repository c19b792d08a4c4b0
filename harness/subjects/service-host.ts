/** How a service is started, found, and ended: what a command and an address have in common. */
import type { ServiceExit } from './service-process.ts';

export interface ServiceHost {
  /** Where it listens, once it was started. */
  address(): { readonly host: string; readonly port: number };
  /** Before every path. */
  readonly prefix: string;
  /** Within this it is heard what it did: connections that it closed, lines that it wrote. */
  readonly hearingMs: number;
  /** Empties its state: a case begins. */
  fresh(): Promise<void>;
  /**
   * Resolves when it is ready. Rejects with `ContractError` when it never is. `env`: its secrets. `ended` is called when it
   * ends, however.
   */
  start(env: { readonly [variable: string]: string }, ended: () => void): Promise<void>;
  /** How it ended, when it did. */
  exit(): ServiceExit | undefined;
  explain(exit: ServiceExit): string;
  readLogs(): void;
  written(): number;
  /** Without notice. */
  kill(): Promise<void>;
  /** In good order; what it did not do is told. */
  stop(): Promise<string | undefined>;
  close(): Promise<void>;
}
