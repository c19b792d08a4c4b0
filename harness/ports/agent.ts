/**
 * What the coordinator (in the harness) and the agent (inside the subject's process) say to each other: one command, one
 * report, in turn. The coordinator never moves the clock by itself; it grants the agent a stretch of time that is safe.
 */
import type { Json } from '../model/json.ts';
import type { ConnectionState } from './clock.ts';

export interface AgentTask {
  readonly id: number;
  readonly name: string;
  readonly args: readonly Json[];
}

export interface Command {
  /** A report names the last command it answers; older ones are dropped. */
  readonly seq: number;
  /** The shared clock, Unix time in ms. Timers due by now fire at once. */
  readonly now: number;
  /** The agent may move its own clock up to here, as long as nothing but its own timers can happen. `now`: not at all. */
  readonly until: number;
  /** With nothing left to fire before `until`, stand at `until` rather than at the last timer. */
  readonly reach: boolean;
  /** Clock steps that the agent may take by itself. */
  readonly steps: number;
  /** What the wire knows of each connection; the agent moves the clock only while its own account agrees. */
  readonly wire: readonly ConnectionState[];
  readonly task?: AgentTask;
  /** Aborts the signals of calls that have not settled. */
  readonly abort?: true;
  /** Seeds the jitter of a case. */
  readonly seed?: string;
  readonly connections?: readonly ConnectionOrder[];
  /** Ends the case, once the task has settled: closes connections, drops timers, tells what is left over. */
  readonly sweep?: true;
}

/** `refuse`: the next `count` connections to it fail. `reconnect`: those that are kept alive are closed, so that the next request needs a new one. */
export type ConnectionOrder =
  | { readonly does: 'refuse'; readonly hostAndPort: string; readonly count: number }
  | { readonly does: 'reconnect'; readonly hostAndPort: string };

/** The subject's side of a connection. */
export interface SubjectConnection extends ConnectionState {
  /** The subject is not reading it (back-pressure): what it has read says nothing. */
  readonly paused: boolean;
  /** `host:port` as the subject called it. */
  readonly to: string;
}

export type AgentNotice =
  | { readonly type: 'env-read'; readonly name: string }
  | { readonly type: 'compared'; readonly with: string }
  | { readonly type: 'refused' | 'unclaimed'; readonly host: string; readonly port: number };

export type SettledTask =
  | { readonly id: number; readonly value: Json }
  | {
      readonly id: number;
      readonly failed: { readonly name: string; readonly message: string; readonly stack: string };
    };

/** In bytes. */
export interface LogLengths {
  readonly stdout: number;
  readonly stderr: number;
}

/** Sent when the subject has nothing left to do but wait. */
export interface Report {
  readonly seq: number;
  readonly now: number;
  /** Clock steps taken since the command. */
  readonly steps: number;
  /** When the next timer is due; null without any. */
  readonly next: number | null;
  /** When the next of the timers is due that hold a process open and fire once: work that will still be done. */
  readonly work: number | null;
  readonly connections: readonly SubjectConnection[];
  readonly settled: readonly SettledTask[];
  readonly notices: readonly AgentNotice[];
  /** How long the files behind stdout and stderr are. The clock never moves over lines that no report has told of. */
  readonly logged: LogLengths;
  /** What else is open: types of handles, named as Node names them. */
  readonly handles: readonly string[];
  /** `timers`: those that would have held the process open; `repeating`: how many of them are intervals. */
  readonly swept?: { readonly timers: number; readonly repeating: number; readonly handles: readonly string[] };
}

/** Instead of a report: the agent itself broke. Never the subject's fault. */
export interface Failure {
  readonly seq: number;
  readonly broken: string;
}

/** The same connection, as seen from either end. A port alone can stand for one in each direction. */
export const isSame = (one: ConnectionState, other: ConnectionState): boolean =>
  one.clientPort === other.clientPort && one.inbound === other.inbound;

/**
 * Whether both sides know the same: every byte sent was read, every FIN seen, no connection known to one side only.
 * Only then can nothing be in flight.
 */
export function accountsAgree(subject: readonly SubjectConnection[], wire: readonly ConnectionState[]): boolean {
  if (subject.length !== wire.length) return false;
  // A client's port is unique only for each listener, so the same one may stand twice on both sides.
  const left = [...wire];
  return subject.every((ours) => {
    const index = left.findIndex((theirs) => isSame(theirs, ours) && agree(ours, theirs));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

function agree(ours: SubjectConnection, theirs: ConnectionState): boolean {
  if (ours.bytesWritten !== theirs.bytesRead || (ours.finSent && !theirs.finRead)) return false;
  return ours.paused || (ours.bytesRead === theirs.bytesWritten && !(theirs.finSent && !ours.finRead));
}
