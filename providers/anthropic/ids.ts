/** Names and ids that exist in every simulated Anthropic workspace, whatever the seed. */
import { idOf } from '../webhooks/ids.ts';

export const anthropicIds = {
  model: 'claude-haiku-4-5',
  /** Finished message batches, `index` from 0 to 4. */
  batch: (index: number): string => `msgbatch_01${idOf(`anthropic batch ${index}`, 22)}`,
} as const;
