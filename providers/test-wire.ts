/** For tests: one provider behind the real wire, on a clock that the test sets, with faults where a test wants them. */
import type { JsonObject } from '../harness/model/json.ts';
import type { ExchangeFault } from '../harness/ports/fault.ts';
import type { Provider } from '../harness/ports/provider.ts';
import type { Wire, WireNotice } from '../harness/ports/wire.ts';
import { openProviders } from '../harness/wire/providers.ts';
import { testClock } from '../harness/wire/test-clock.ts';
import { openWire } from '../harness/wire/wire.ts';

export interface Struck {
  readonly fault: ExchangeFault<JsonObject>;
  readonly params: JsonObject;
}

export interface World {
  readonly url: string;
  readonly notices: readonly WireNotice[];
  /** Moves on when the test says so. */
  readonly clock: { now: number };
  readonly complaints: readonly string[];
  /** `<operation> <entity>` of every change, oldest first. */
  readonly ledger: readonly string[];
  /** Faults that found nothing to strike. */
  readonly missed: readonly string[];
}

export interface WiredProvider {
  /** A fresh world. `struck` strikes every request. */
  begin(provider: Provider, struck?: Struck): Promise<World>;
  close(): Promise<void>;
}

/** `providers` share an id and differ in their options: the wire is opened once for all of them. */
export async function wire(
  provider: Provider,
  credentials: { readonly [secret: string]: string },
): Promise<WiredProvider> {
  const opened: Wire = await openWire([provider]);
  const begin: WiredProvider['begin'] = async (chosen, struck) => {
    await opened.end();
    const notices: WireNotice[] = [];
    const complaints: string[] = [];
    const ledger: string[] = [];
    const missed: string[] = [];
    const clock = { now: Date.UTC(2026, 10, 23, 12) };
    const now = () => clock.now;
    const exchanges = await openProviders([chosen], { seed: 7, credentials: { [chosen.id]: credentials }, now });
    const context = () => ({
      now: now(),
      epochMs: now(),
      credentials,
      dialect: chosen.dialect,
      sleep: testClock.sleep,
    });
    opened.begin({
      clock: { ...testClock, now },
      notice: (notice) => notices.push(notice),
      answer: async (id, _number, received) => {
        const exchange = exchanges[id];
        if (exchange === undefined) throw new Error(`nobody opened ${id}`);
        const act = async () => {
          const exchanged = await exchange(received);
          complaints.push(...exchanged.complaints);
          ledger.push(...exchanged.effects.map(({ operation, entity }) => `${operation} ${entity}`));
          return exchanged.response;
        };
        if (struck === undefined) return act();
        const answer = await struck.fault.apply(struck.params, received, act, context());
        if (answer instanceof Response || answer.kind !== 'missed') return answer;
        missed.push(struck.fault.id);
        return answer.answer;
      },
    });
    return { url: opened.urls[chosen.id] ?? '', notices, clock, complaints, ledger, missed };
  };
  return { begin, close: () => opened.close() };
}
