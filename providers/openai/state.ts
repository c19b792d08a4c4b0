/** What a simulated OpenAI organisation holds. Ids are the same for every seed; names and times come from it. */
import type { JsonObject } from '../../harness/model/json.ts';
import { digest } from '../digest.ts';
import { openaiIds } from './ids.ts';

export interface StoredFile {
  readonly id: string;
  readonly filename: string;
  readonly purpose: string;
  readonly content: string;
  /** Unix seconds. */
  readonly createdAt: number;
}

export interface StoredBatch {
  readonly id: string;
  readonly endpoint: string;
  readonly inputFileId: string;
  readonly metadata: JsonObject | null;
  /** Unix seconds, like all times here. */
  readonly createdAt: number;
  readonly cancelledAt?: number;
}

export interface OrganisationState {
  readonly models: readonly JsonObject[];
  /** Oldest first. */
  readonly files: Map<string, StoredFile>;
  readonly batches: Map<string, StoredBatch>;
  readonly responses: Map<string, JsonObject>;
}

const models = ['gpt-5.4', openaiIds.model, 'gpt-5.4-nano', 'gpt-5.5', 'gpt-4.1-mini', openaiIds.embeddingModel];
const fileCount = 7;
const batchCount = 5;
const daySeconds = 24 * 60 * 60;
const topics = ['tickets', 'invoices', 'reviews', 'leads', 'contracts', 'transcripts', 'surveys', 'orders'];

const lineFor = (index: number, line: number): string =>
  JSON.stringify({
    custom_id: `request-${index}-${line}`,
    method: 'POST',
    url: '/v1/chat/completions',
    body: { model: openaiIds.model, messages: [{ role: 'user', content: `Summarise item ${line}.` }] },
  });

/** `now` in Unix ms: everything here is older. */
export function seedOrganisation(seed: number, now: number): OrganisationState {
  const drawn = (name: string, below: number): number =>
    Number.parseInt(digest(`openai ${seed} ${name}`).slice(0, 6), 16) % below;
  const today = Math.floor(now / 1000);
  const files = Array.from(
    { length: fileCount },
    (_, index): StoredFile => ({
      id: openaiIds.file(index),
      filename: `${topics[drawn(`topic ${index}`, topics.length)]}-${index}.jsonl`,
      purpose: 'batch',
      content: `${[0, 1, 2].map((line) => lineFor(index, line)).join('\n')}\n`,
      createdAt: today - (30 - index) * daySeconds + drawn(`file ${index}`, daySeconds),
    }),
  );
  const batches = Array.from(
    { length: batchCount },
    (_, index): StoredBatch => ({
      id: openaiIds.batch(index),
      endpoint: '/v1/chat/completions',
      inputFileId: openaiIds.file(index),
      metadata: null,
      createdAt: (files[index]?.createdAt ?? today) + 60,
    }),
  );
  return {
    models: models.map((id, index) => ({
      id,
      object: 'model',
      created: today - (400 - index) * daySeconds,
      owned_by: 'system',
    })),
    files: new Map(files.map((file) => [file.id, file])),
    batches: new Map(batches.map((batch) => [batch.id, batch])),
    responses: new Map(),
  };
}
