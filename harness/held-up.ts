/** Cases on the real clock in which the machine, and not the subject, decided what came first and what came too late. */
import type { Trace } from './model/trace.ts';

/**
 * For half of what an attempt may take, or longer, the machine let the subject or the harness do nothing. Who timed out then
 * says nothing of either.
 */
export const wasHeldUp = ({ clock, events, integration }: Trace): boolean => {
  if (clock === 'virtual') return false;
  const { attemptTimeoutMs } = integration.policy;
  const began = events.find(({ type }) => type === 'action')?.at ?? 0;
  const stalls = events.filter((event) => event.type === 'stall').filter(({ at }) => at > began);
  return stalls.some(({ at: end }) => {
    const recent = stalls.filter(({ at }) => at <= end && at > end - attemptTimeoutMs);
    return recent.reduce((sum, { ms }) => sum + ms, 0) >= attemptTimeoutMs / 2;
  });
};
