/** The one piece of probability that the statistical rules need, exact and without underflow. */

/**
 * The chance of at most `most` hits in `trials` independent trials, each a hit with probability `hit` (0 to 1).
 * Sums logarithms, so that thousands of trials do not underflow to a false zero.
 */
export const atMost = (most: number, trials: number, hit: number): number => {
  if (most < 0) return 0;
  if (most >= trials || hit <= 0) return 1;
  if (hit >= 1) return 0;
  let logTerm = trials * Math.log1p(-hit);
  let sum = Math.exp(logTerm);
  for (let hits = 1; hits <= most; hits += 1) {
    logTerm += Math.log((trials - hits + 1) / hits) + Math.log(hit) - Math.log1p(-hit);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
};
