/**
 * On the real clock cases run side by side, and in containers on either, which take most of a case to start: each lane has a
 * subject, a wire and a state of its own, so that whatever is seen belongs to one case and also what is shared within a
 * service (a quota, a circuit breaker) is judged fairly.
 */
import { availableParallelism } from 'node:os';
import type { Bench } from './bench.ts';
import { type OpenBench, openCaseBench } from './case-bench.ts';
import type { LoadedContract } from './load-contract.ts';

/** Most of a case is waiting, but starting a service is work: more of them than this only wait for each other. */
const usualLanes = Math.min(8, 2 * availableParallelism());

const lanesOf = ({ integration }: LoadedContract, { subject }: OpenBench): number => {
  const { subject: service } = integration;
  if (service === undefined || service.kind === 'url') return 1;
  if (subject.clockKind === 'virtual' && service.kind === 'command') return 1;
  return service.lanes ?? usualLanes;
};

/** The first lane is `opened`, which stays its owner's to close. `cases`: no more lanes than there are cases to run. */
export const openLanes = async (
  contract: LoadedContract,
  faults: Bench['faults'],
  seed: number,
  opened: OpenBench,
  cases: number,
): Promise<readonly OpenBench[]> => {
  const lanes = [opened];
  const count = Math.min(lanesOf(contract, opened), cases);
  try {
    while (lanes.length < count)
      lanes.push(await openCaseBench(contract, faults, seed, false, opened.subject.clockKind));
  } catch (error) {
    await closeLanes(lanes);
    throw error;
  }
  return lanes;
};

/** All but the first. */
export const closeLanes = async ([, ...others]: readonly OpenBench[]): Promise<void> => {
  await Promise.all(others.map((lane) => lane.close()));
};
