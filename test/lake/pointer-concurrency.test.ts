import { describe, expect, it } from '@jest/globals';
import { productionPointer } from '../../lake/production-pointer.ts';
import type { Transition } from '../../core/contracts/promotion.ts';
import type { ProductionPointer, TransitionRequest } from '../../core/ports.ts';
import { auditPorts } from '../support/audit-ports.ts';
import { faultyStore } from '../support/faulty-store.ts';
import { MemoryStore } from '../support/memory-store.ts';

const AUDIT = auditPorts({ isRepeatable: false });
const MOVES = 10_000;
const LANES = 4;

interface Outcome {
  readonly request: TransitionRequest;
  /** undefined: refused, for another version was in Production. */
  readonly made: Transition | undefined;
  /** The pointer's revision before the request was made and after it was answered. */
  readonly before: number;
  readonly after: number;
}

describe('ten thousand concurrent promotions and rollbacks', () => {
  it('lose no update: their history is one line', async () => {
    const memory = new MemoryStore('artifacts');
    const truth = productionPointer(memory, { nowMs: () => 0 });
    const outcomes: Outcome[] = [];
    let asked = 0;
    let failures = 0;

    /** As a state machine's retry does: the same request again until it is answered. */
    async function ask(pointer: ProductionPointer, request: TransitionRequest): Promise<Transition | undefined> {
      for (;;) {
        try {
          return await pointer.move(request, AUDIT);
        } catch (error) {
          if (error instanceof Error && error.name === 'PointerMoved') return undefined;
          if (!(error instanceof Error && error.message.startsWith('fault:'))) throw error;
          failures += 1;
        }
      }
    }

    async function lane(number: number): Promise<void> {
      const store = faultyStore(memory, { seed: number, maxDelay: 4, refused: 0.02, lostAnswer: 0.02 });
      const pointer = productionPointer(store, { nowMs: () => asked });
      while (asked < MOVES) {
        const id = (asked += 1);
        const seen = await truth.read('weather');
        const request: TransitionRequest = {
          dataset: 'weather',
          transitionId: `move-${id}`,
          action: id % 3 === 0 ? 'roll-back' : 'promote',
          to: 1 + (id % 4),
          by: `lane ${number}`,
          reason: 'test',
          evidence: null,
          expected: id % 4 === 0 ? (seen?.to ?? null) : 'any',
        };
        const made = await ask(pointer, request);
        const after = (await truth.read('weather'))?.revision ?? 0;
        outcomes.push({ request, made, before: seen?.revision ?? 0, after });
      }
    }
    await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));

    const history = await truth.history('weather');
    const made = outcomes.filter((outcome) => outcome.made !== undefined);
    process.stdout.write(
      `${outcomes.length} moves asked for: ${made.length} made, ${outcomes.length - made.length} refused, ${failures} asked again after an error\n`,
    );
    expect(outcomes).toHaveLength(MOVES);
    expect(made.length).toBeGreaterThan(7_500);
    expect(outcomes.length - made.length).toBeGreaterThan(500);
    expect(made.filter(({ request }) => request.expected !== 'any').length).toBeGreaterThan(100);

    expect(await truth.audit('weather', AUDIT)).toEqual({ moves: history, unsigned: 0 });
    // Without holes, and each move from where the one before it went.
    expect(history.map(({ revision }) => revision)).toEqual(history.map((_, i) => i + 1));
    expect(history.map(({ from }) => from)).toEqual([null, ...history.slice(0, -1).map(({ to }) => to)]);
    // What was acknowledged was made, once, and as it was acknowledged; what was refused was not.
    expect(made.map((outcome) => outcome.made).sort((a, b) => a!.revision - b!.revision)).toEqual(history);
    expect(made.map(({ request }) => request.transitionId)).toEqual(made.map((outcome) => outcome.made?.transitionId));
    for (const { request, made: transition, before, after } of made) {
      if (request.expected !== 'any') expect(transition?.from).toBe(request.expected);
      // In real time: after what was seen before it was asked for, and no later than its answer.
      expect(transition!.revision).toBeGreaterThan(before);
      expect(transition!.revision).toBeLessThanOrEqual(after);
    }
  });
});
