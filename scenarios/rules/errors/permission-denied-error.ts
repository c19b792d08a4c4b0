import { commonErrorRule } from './common-error.ts';

export const permissionDeniedError = commonErrorRule({
  id: 'permission-denied-error',
  kind: 'permission-denied',
  code: 'PERMISSION_DENIED',
  sentence: "You don't have permission to access this [resource].",
  when: 'with 403',
});
