/** Whether the credential that a client was given comes out again when a call fails. */
import type { Call, LeakPlace } from '../calls.ts';
import type { Question } from '../evidence.ts';

export function leaksAt(place: LeakPlace, calls: readonly Call[]): string {
  const failed = calls.filter(({ outcome }) => outcome === 'error');
  if (failed.length === 0) return 'cannot be told: no call failed';
  return failed.some(({ leaks }) => leaks.includes(place)) ? 'yes' : 'no';
}

export function leaksInOwnLog(calls: readonly Call[]): string {
  if (!calls.some(({ logged }) => logged)) return 'logs nothing';
  return calls.some(({ leaks }) => leaks.includes('own-log')) ? 'yes' : 'no';
}

const inError = (place: LeakPlace, title: string): Question => ({
  id: `secret-${place}`,
  title,
  answer: ({ all }) => leaksAt(place, all),
});

export const secretQuestions: readonly Question[] = [
  inError('message', "in the error's message or stack"),
  inError('printed', 'in console.error(error)'),
  inError('json', 'in JSON.stringify(error)'),
  { id: 'secret-own-log', title: 'in what it logs itself', answer: ({ all }) => leaksInOwnLog(all) },
];
