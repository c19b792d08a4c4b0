/** Stops its timer as soon as the head of a reply has come. */
import { streamMutant } from './stream-base.ts';

export const breaks = ['stalled-stream-times-out'];

export default streamMutant({ timesBody: () => false });
