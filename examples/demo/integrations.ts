/** What the demo verifies, each by the contract of its example, and what is attested of it. */
import type { Attested } from './attestations.ts';

export interface Shown extends Attested {
  /** The folder under `examples/`, and the name of the contract in it. */
  readonly example: string;
}

export const integrations: readonly Shown[] = [
  {
    example: 'linear',
    provider: 'Linear',
    authentication: 'A personal API key, and a signing secret for the webhook.',
    secrets: ['LINEAR_API_KEY', 'LINEAR_WEBHOOK_SECRET'],
  },
  { example: 'openai', provider: 'OpenAI', authentication: 'The API key of a project.', secrets: ['OPENAI_API_KEY'] },
  {
    example: 'anthropic',
    provider: 'Anthropic',
    authentication: 'The API key of a workspace.',
    secrets: ['ANTHROPIC_API_KEY'],
  },
];
