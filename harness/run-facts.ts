/** What the run tells about the repository: the variables that the subject read and the errors that its callers were given. */
import type { RunFacts } from './model/run-facts.ts';
import type { Trace } from './model/trace.ts';

export interface RunFactsCollector {
  add(trace: Trace): void;
  told(): RunFacts;
}

export const createRunFacts = (): RunFactsCollector => {
  const envRead = new Set<string>();
  const errorCodes = new Set<string>();
  return {
    add: ({ events }) => {
      for (const event of events) {
        if (event.type === 'env-read') envRead.add(event.name);
        if (event.type !== 'outcome' || event.result.kind !== 'error') continue;
        const code: unknown = Reflect.get(Object(event.result.error), 'code');
        if (typeof code === 'string' && code !== '') errorCodes.add(code);
      }
    },
    told: () => ({ envRead: [...envRead].sort(), errorCodes: [...errorCodes].sort() }),
  };
};
