/** Errors in one grammar: what failed, why, what to do next. Exit codes are the design's. */
import type { ClockObstacle } from '../model/clock-obstacle.ts';

/** The contract, the command line or the integration's setup is wrong. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The contract file or what it declares cannot be used. Exit code 2. */
export class ContractError extends UsageError {}

/** We are broken. Exit code 4; never the integration's failure. */
export class HarnessError extends Error {
  override readonly name = 'HarnessError';
}

const obstacles: { readonly [obstacle in ClockObstacle]: string } = {
  'no-agent': 'no Node process of it took the clock',
  'several-processes': 'more than one Node program of it runs',
  'child-at-work': 'its process waits for a process that it started',
};

/** The subject has to be run on the machine's own clock. */
export class RealClockNeeded extends HarnessError {
  readonly obstacle: ClockObstacle;
  constructor(obstacle: ClockObstacle) {
    super(`The integration has no virtual clock: ${obstacles[obstacle]}. Declare clock: 'real' for its subject.`);
    this.obstacle = obstacle;
  }
}
