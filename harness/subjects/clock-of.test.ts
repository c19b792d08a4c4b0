import { expect, test } from 'vitest';
import type { CommandSubject } from '../ports/service-subject.ts';
import { clockOf } from './clock-of.ts';

const started = (...command: CommandSubject['command']): CommandSubject => ({
  kind: 'command',
  command,
  ready: { port: true },
});

test.each([
  ['a module', undefined, 'virtual'],
  ['node', started('node', 'service.js'), 'virtual'],
  ['node by its path', started('/usr/local/bin/node', 'service.js'), 'virtual'],
  ['node that asks for it', { ...started('node', 'service.js'), clock: 'real' as const }, 'real'],
  ['what may start Node, or be another language', started('npm', 'start'), 'virtual'],
  ['a container', { kind: 'container' as const, image: 'board', ready: { port: true as const } }, 'virtual'],
  [
    'one that asks for it',
    { kind: 'container' as const, clock: 'real' as const, ready: { port: true as const } },
    'real',
  ],
  ['an address', { kind: 'url' as const, url: 'http://127.0.0.1:1', providerPorts: {} }, 'real'],
])('%s', (_name, subject, clock) => {
  expect(clockOf(subject === undefined ? {} : { subject })).toBe(clock);
});
