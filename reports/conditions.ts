/** Under which conditions a run looked: its clock, what a verdict on times allows, and delays that were scaled for tests. */
import type { ClockObstacle } from '../harness/model/clock-obstacle.ts';
import type { Report } from '../harness/model/report.ts';
import { formatMs } from './duration.ts';

const length = (ms: number | undefined): string => (ms === undefined ? 'none' : formatMs(ms));

const scaled = ({ integration: { policy, productionPolicy } }: Report): readonly string[] => {
  if (productionPolicy === undefined) return [];
  const delays = (
    [
      ['base', 'baseDelayMs'],
      ['cap', 'maxDelayMs'],
      ['attempt timeout', 'attemptTimeoutMs'],
      ['deadline', 'deadlineMs'],
    ] as const
  ).flatMap(([name, delay]) =>
    policy[delay] === productionPolicy[delay]
      ? []
      : [`${name} ${length(policy[delay])} for ${length(productionPolicy[delay])}`],
  );
  return delays.length === 0 ? [] : [`delays scaled for tests by the contract: ${delays.join(', ')}`];
};

const obstacles: { readonly [obstacle in ClockObstacle]: string } = {
  'no-agent': 'it is not Node, or a Node that takes no agent',
  'several-processes': 'more than one Node program of it runs',
  'child-at-work': 'its process waits for a process that it started',
};

const obstacle = ({ run: { clockObstacle } }: Report): readonly string[] =>
  clockObstacle === undefined ? [] : [`not virtual: ${obstacles[clockObstacle]}`];

const heldUp = ({ run: { heldUp: cases } }: Report): readonly string[] =>
  cases === undefined ? [] : [`${cases} ${cases === 1 ? 'case' : 'cases'} not judged: the machine was too busy`];

export const conditionsOf = (report: Report): string =>
  [
    `${report.run.clock} clock (±${formatMs(report.run.toleranceMs)})`,
    ...obstacle(report),
    ...scaled(report),
    ...heldUp(report),
  ].join(' · ');
