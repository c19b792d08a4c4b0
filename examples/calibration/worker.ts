/** A process of calibration: is sent one contract after another, and answers with what came of it. */
import type { Candidate } from './contracts.ts';
import { type Settings, tryContract } from './try-contract.ts';

process.on('message', async ({ candidate, settings }: { candidate: Candidate; settings: Settings }) => {
  process.send?.(await tryContract(candidate, settings));
});
