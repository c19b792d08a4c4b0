/** Draws a few inputs of each operation, to see that this can be done at all: the run would end in the middle otherwise. */
import fc from 'fast-check';
import { toldError } from './clock/told.ts';
import type { Integration } from './ports/integration.ts';

const draws = 20;

const problemOf = (input: Integration['operations'][string]['input']): string | undefined => {
  try {
    for (const value of fc.sample(input, { seed: 1, numRuns: draws })) JSON.stringify(value);
    return undefined;
  } catch (error) {
    return toldError(error).message;
  }
};

export const inputProblems = (integration: Integration): readonly string[] =>
  Object.entries(integration.operations).flatMap(([name, { input }]) => {
    const problem = problemOf(input);
    return problem === undefined
      ? []
      : [
          `operations.${name}.input: must give values that JSON can hold, and failed when it was asked for some: ${problem}`,
        ];
  });
