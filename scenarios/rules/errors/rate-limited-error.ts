import { commonErrorRule } from './common-error.ts';

export const rateLimitedError = commonErrorRule({
  id: 'rate-limited-error',
  kind: 'rate-limited',
  code: 'RATE_LIMITED',
  sentence: 'Processing paused temporarily. Will resume automatically.',
  when: 'that it is rate limited',
});
