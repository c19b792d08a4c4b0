/** Collects work for a second before it begins, and looks at nothing when it starts. */
import { webhookMutant } from './webhook-base.ts';

export const breaks = ['acknowledged-work-completes'];

export default webhookMutant({ worksAfter: () => 1_000, resumes: () => [] });
