import { commonErrorRule } from './common-error.ts';

export const authFailedError = commonErrorRule({
  id: 'auth-failed-error',
  kind: 'auth-failed',
  code: 'AUTH_FAILED',
  sentence: 'Unable to authenticate. Please reconnect your account.',
  when: 'with 401',
});
