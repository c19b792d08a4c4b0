/** The agent's end of the line to the coordinator: commands in, reports out, one JSON text per line over a local socket. */
import net from 'node:net';
import type { Command, Failure, Report } from '../ports/agent.ts';

/** Taken before the subject can replace them. */
const { parse, stringify } = JSON;
const { exit } = process;

export interface ControlLine {
  /** Tells that everything stands, and the subject's own code may run. */
  readonly call: () => void;
  readonly send: (report: Report | Failure) => void;
  /** Whether the line alone holds the process open. It does until it is told otherwise. */
  readonly hold: (holds: boolean) => void;
}

/** The harness is gone: nobody moves the clock any more, and nothing may outlive it. */
const die = () => {
  process.kill(process.pid, 'SIGKILL');
  // The first process of a container cannot be killed from within.
  exit(1);
};

/**
 * Resolves when the harness has been reached, and rejects when it cannot be. `onCommand` is called in order; a command that
 * arrives while another is carried out waits for it.
 */
export function openControlLine(path: string, onCommand: (command: Command) => Promise<void>): Promise<ControlLine> {
  const socket = net.connect(path);
  let text = '';
  let running = Promise.resolve();
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => {
    text += chunk;
    for (;;) {
      const end = text.indexOf('\n');
      if (end < 0) return;
      const command: Command = parse(text.slice(0, end));
      text = text.slice(end + 1);
      running = running.then(() => onCommand(command));
    }
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      for (const event of ['end', 'error', 'close']) socket.on(event, die);
      resolve({
        call: () => socket.write(`${stringify({ pid: process.pid })}\n`),
        send: (report) => socket.write(`${stringify(report)}\n`),
        hold: (holds) => (holds ? socket.ref() : socket.unref()),
      });
    });
  });
}
