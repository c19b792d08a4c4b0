/** Where the raw body does not verify, tries what a JSON parser in front of it would have left. */
import { webhookMutant } from './webhook-base.ts';

const rewritten = (body: Buffer): readonly Buffer[] => {
  try {
    return [Buffer.from(JSON.stringify(JSON.parse(body.toString())))];
  } catch {
    return [];
  }
};

export const breaks = ['signature-over-raw-body', 'refused-delivery-has-no-effect'];

export default webhookMutant({
  signed: (body) => [body, ...rewritten(body)],
});
