import { commonErrorRule } from './common-error.ts';

export const serviceUnavailableError = commonErrorRule({
  id: 'service-unavailable-error',
  kind: 'service-unavailable',
  code: 'SERVICE_UNAVAILABLE',
  sentence: "[Service] is temporarily unavailable. We'll retry automatically.",
  when: 'with 500, 502, 503 or 504',
});
