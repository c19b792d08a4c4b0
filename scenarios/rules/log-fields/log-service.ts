/** Whose API failed. */
import { lineFieldRule, textThat } from './field-rule.ts';

export const logService = lineFieldRule({
  field: 'service',
  statement: 'Every error line names the external `service`.',
  card: {
    asks: 'Write the name of the external service as `service`, such as `linear`.',
    tested: 'Calls fail in many ways; each WARN or ERROR line is compared with the service that the contract names.',
    fails: 'It is absent, under another name, empty, or neither the contract’s `service` nor one of its providers.',
    fix: 'Give the logger the service once, as a field of every line (pino: `base: { service: "linear" }`).',
    source: 'STD-17-01 §2.1',
  },
  expects: (_, { integration }) => {
    const names = [integration.service, ...integration.providers.map(({ id }) => id)];
    return {
      absent: 'wrong',
      judge: textThat((text) =>
        names.some((name) => name.toLowerCase() === text.toLowerCase()) ? 'right' : { why: 'another-service' },
      ),
      facts: { wanted: integration.service },
    };
  },
});
