/** What the faults of streams share: a reply that is a whole stream, as its events. */
import { eventsIn, eventTextsIn, isEventStream } from '../model/event-stream.ts';
import type { Answer, FaultContext } from '../ports/fault.ts';
import type { StreamRole } from '../ports/provider.ts';

interface TextOfEvent {
  /** With the blank line that ends it. */
  readonly text: string;
  readonly role: StreamRole;
}

export interface StreamedReply {
  readonly response: Response;
  readonly events: readonly TextOfEvent[];
  /** How many events stand before the one that says that the answer is over. At least 1. */
  readonly beforeEnd: number;
  /** The same reply with another body. */
  with(texts: readonly string[]): Response;
}

/** Undefined for what is no stream, and for one that another fault or the provider itself has already broken. */
export const streamedReply = async (answer: Answer, { dialect }: FaultContext): Promise<StreamedReply | undefined> => {
  const { streams } = dialect;
  if (streams === undefined || !(answer instanceof Response) || !answer.ok || !isEventStream(answer.headers))
    return undefined;
  const events = eventTextsIn(await answer.clone().text()).map((text): TextOfEvent => {
    const [event] = eventsIn(text);
    return { text, role: event === undefined ? 'other' : streams.roleOf(event) };
  });
  const beforeEnd = events.findIndex(({ role }) => role === 'end');
  if (beforeEnd < 1 || events.some(({ role }) => role === 'error')) return undefined;
  return {
    response: answer,
    events,
    beforeEnd,
    with: (texts) =>
      new Response(texts.join(''), { status: answer.status, statusText: answer.statusText, headers: answer.headers }),
  };
};

/** How many events come through: a share of those before the end. */
export const eventsWithin = ({ beforeEnd }: StreamedReply, share: number): number => Math.floor(share * beforeEnd);

export const bytesOf = (texts: readonly string[]): number => new TextEncoder().encode(texts.join('')).length;
