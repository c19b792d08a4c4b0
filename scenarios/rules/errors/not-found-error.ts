import { commonErrorRule } from './common-error.ts';

export const notFoundError = commonErrorRule({
  id: 'not-found-error',
  kind: 'not-found',
  code: 'NOT_FOUND',
  sentence: 'The requested [item] was not found. Please verify it exists.',
  when: 'with 404',
});
