/** Names and ids that exist in every simulated OpenAI organisation, whatever the seed. */
import { hexId, idOf } from '../webhooks/ids.ts';

export const openaiIds = {
  model: 'gpt-5.4-mini',
  embeddingModel: 'text-embedding-3-small',
  /** Uploaded input files of batches, `index` from 0 to 6. */
  file: (index: number): string => `file-${idOf(`openai file ${index}`, 22)}`,
  /** Finished batches, `index` from 0 to 4. */
  batch: (index: number): string => `batch_${hexId(`openai batch ${index}`, 32)}`,
} as const;
