/** The type that the contract declares, against what else it declares. */
import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { found } from './told.ts';

export const integrationTypeIdentified: InspectionRule = {
  id: 'integration-type-identified',
  statement: 'The declared type says in which directions the integration really works.',
  topic: 'inspection',
  card: {
    asks: 'Say of which type the integration is: output-only, bidirectional or input-only.',
    tested: '`type` of the contract against its operations (we call them) and its webhook (they call us).',
    fails: 'A direction is declared that nothing serves, or served without being declared.',
    fix: 'Correct `type`, or add the operations or the webhook that it promises.',
    source: 'STD-17-01 §3.1',
  },
  judge: (_inspection, { type, operations, webhook }) => {
    const calls = Object.keys(operations).length > 0;
    const listens = webhook !== undefined;
    const really = calls && listens ? 'bidirectional' : listens ? 'input-only' : 'output-only';
    return [found(type === really, { type, really, calls, listens })];
  },
};
