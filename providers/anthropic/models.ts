/** The models of the simulated Anthropic, newest first. */
import type { JsonObject } from '../../harness/model/json.ts';
import { type Call, page } from './call.ts';
import { errorReply, notFound } from './errors.ts';

const names: readonly (readonly [id: string, name: string, created: string])[] = [
  ['claude-opus-5-5', 'Claude Opus 5.5', '2026-09-01'],
  ['claude-sonnet-5-5', 'Claude Sonnet 5.5', '2026-09-01'],
  ['claude-haiku-5-5', 'Claude Haiku 5.5', '2026-09-01'],
  ['claude-opus-4-6', 'Claude Opus 4.6', '2026-02-05'],
  ['claude-sonnet-4-6', 'Claude Sonnet 4.6', '2026-02-05'],
  ['claude-haiku-4-5', 'Claude Haiku 4.5', '2025-10-15'],
];

const models: readonly JsonObject[] = names.map(([id, name, created]) => ({
  type: 'model',
  id,
  display_name: name,
  created_at: `${created}T00:00:00Z`,
  capabilities: null,
  deprecated_at: null,
  lifecycle: 'active',
  line: null,
  max_input_tokens: 200_000,
  max_tokens: 64_000,
  retires_at: null,
}));

export const listModels = ({ url }: Call): Response => Response.json(page(models, url));

export function oneModel({ requestId }: Call, id: string): Response {
  const model = models.find((each) => each.id === id);
  return model === undefined ? errorReply(404, notFound(`model: ${id}`), requestId) : Response.json(model);
}
