/** Keeps what came of a broken stream, and adds the next answer to it. */
import { streamMutant, textIn } from './stream-base.ts';

export const breaks = ['stream-not-replayed-onto-partial-output'];

export default streamMutant({ value: (_call, replies) => replies.map(textIn).join('') });
