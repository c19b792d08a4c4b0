/** For the tests of the rows of Appendix C: a call that ends with this reply and this error. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { answers, failed, integrationError, perform, type ReplySpec, reply, request, trace } from '../../test-trace.ts';

export const told = (
  rule: Rule,
  status: number,
  error: { readonly code: string; readonly message: string; readonly suggestion?: string },
  spec: ReplySpec = {},
): readonly boolean[] =>
  answers(
    rule,
    trace({
      events: [
        perform(),
        request(),
        reply(status, spec),
        failed(integrationError({ suggestion: 'See settings.', ...error })),
      ],
    }),
  );
