/** The environment variables of a Convex deployment, as its deployment API lists them. No package asks for them: plain HTTP does. */
import type { Provider, ReceivedRequest } from '../../harness/ports/provider.ts';
import { type Question, secretManager, unknown } from './manager.ts';

const listPath = '/api/v1/list_environment_variables';

const operationOf = ({ method, url }: ReceivedRequest): string => `${method} ${url.pathname}`;

const answer = (question: Question): Response =>
  operationOf(question.request) === `GET ${listPath}`
    ? Response.json({ environmentVariables: question.served })
    : unknown(question);

export interface ConvexOptions {
  readonly id?: string;
  /** The first part of `https://<deployment>.convex.cloud`. `happy-otter-123` when absent. */
  readonly deployment?: string;
}

export const convex = ({ id = 'convex', deployment = 'happy-otter-123' }: ConvexOptions = {}): Provider =>
  secretManager({
    id,
    origin: `https://${deployment}.convex.cloud`,
    operationOf,
    answer,
    manners: {
      secrets: { deployKey: { prefix: `prod:${deployment}|`, randomLength: 48, use: 'credential' } },
      credential: { in: 'header', name: 'Authorization', scheme: 'Convex' },
      error: { body: { code: '{code}', message: '{message}' }, codes: { 401: 'BadDeployKey', 404: 'NotFound' } },
    },
  });
