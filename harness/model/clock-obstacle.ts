/**
 * Why a subject cannot be on the virtual clock. `no-agent`: nothing of it is a Node that takes the agent. `several-processes`:
 * more than one Node program of it runs. `child-at-work`: its process waits for one that it started.
 */
export type ClockObstacle = 'no-agent' | 'several-processes' | 'child-at-work';
