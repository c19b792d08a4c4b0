import { commonErrorRule } from './common-error.ts';

export const invalidRequestError = commonErrorRule({
  id: 'invalid-request-error',
  kind: 'invalid-request',
  code: 'INVALID_REQUEST',
  sentence: "[Specific field] is invalid. [What's wrong and how to fix].",
  when: 'with 400 or 422',
});
