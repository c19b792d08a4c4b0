/** The agent's end of the line to the coordinator: commands in, reports out, one JSON text per line over fd 3. */
import net from 'node:net';
import type { Command, Failure, Report } from '../ports/agent.ts';

/** Taken before the subject can replace them. */
const { parse, stringify } = JSON;

export interface ControlLine {
  readonly send: (report: Report | Failure) => void;
}

/** `onCommand` is called in order; a command that arrives while another is carried out waits for it. */
export function openControlLine(descriptor: number, onCommand: (command: Command) => Promise<void>): ControlLine {
  const socket = new net.Socket({ fd: descriptor, readable: true, writable: true });
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
  // The harness is gone: nobody moves the clock any more, and nothing may outlive it.
  const die = () => process.kill(process.pid, 'SIGKILL');
  socket.on('end', die);
  socket.on('error', die);
  socket.on('close', die);
  return { send: (report) => socket.write(`${stringify(report)}\n`) };
}
