/** What a run touched beside its verdicts: hosts nobody claims, requests that providers refused, faults that never struck. */
import type { Report } from './model/report.ts';
import type { Trace } from './model/trace.ts';

export interface Surface {
  add(trace: Trace): void;
  told(): Report['surface'];
}

const count = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

const sorted = (counts: ReadonlyMap<string, number>): { readonly [key: string]: number } =>
  Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b)));

const mostErrors = 20;

export const createSurface = (): Surface => {
  const unclaimed = new Map<string, number>();
  const complaints = new Map<string, number>();
  const unstruck = new Map<string, number>();
  const harnessErrors: string[] = [];
  const envRead = new Set<string>();
  return {
    add(trace) {
      const struck = new Set<number>();
      for (const event of trace.events) {
        if (event.type === 'unclaimed') count(unclaimed, `${event.host}:${event.port}`);
        else if (event.type === 'complaint') count(complaints, event.text);
        else if (event.type === 'env-read') envRead.add(event.name);
        else if (event.type === 'fault') struck.add(event.planned);
        else if (event.type === 'harness-error' && harnessErrors.length < mostErrors)
          harnessErrors.push(`${trace.case}: ${event.message}`);
      }
      if (!trace.complete) return;
      for (const [index, { fault }] of trace.plan.faults.entries()) if (!struck.has(index)) count(unstruck, fault);
    },
    told: () => ({
      unclaimed: sorted(unclaimed),
      complaints: sorted(complaints),
      unstruck: sorted(unstruck),
      harnessErrors,
      envRead: [...envRead].sort(),
    }),
  };
};
