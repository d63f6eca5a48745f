import { Aborted, StateFailure } from './errors.ts';
import type { Json } from './json.ts';
import type { Lane } from './lane.ts';
import type { Visit } from './visit.ts';

/** The states that AWS closes with an Aborted event. */
const ABORTABLE: readonly string[] = ['Task', 'Wait', 'Map', 'Parallel'];

interface GroupPlan {
  readonly count: number;
  readonly maxConcurrency: number;
  /** Opens lane number `index`, which follows the given event. */
  readonly open: (index: number, options: { previousEventId: number; signal: AbortSignal }) => Lane;
  readonly run: (index: number, lane: Lane) => Promise<Json>;
  /** Write what the history says of a lane's end. The first returns the event that closes the lane. */
  readonly succeeded: (index: number, lane: Lane) => number;
  readonly failed?: (index: number, lane: Lane) => void;
  /** Ids are only appended here: the lane itself is at its end. */
  readonly aborted?: (index: number, previousEventId: number) => void;
}

/** The lanes of a Map or Parallel state. They run side by side; the first failure aborts the others. */
export class LaneGroup {
  readonly #visit: Visit;
  readonly #plan: GroupPlan;
  readonly #controller = new AbortController();
  /** In the order of their numbers: so they are opened. */
  readonly #running = new Map<number, Lane>();
  #failure: unknown;

  constructor(visit: Visit, plan: GroupPlan) {
    this.#visit = visit;
    this.#plan = plan;
    visit.group = this;
  }

  /** @returns the outputs in the order of the lanes. @throws StateFailure of the lane that failed first. */
  async run(): Promise<readonly Json[]> {
    const { lane } = this.#visit;
    const { count, maxConcurrency } = this.#plan;
    const signal = AbortSignal.any([lane.signal, this.#controller.signal]);
    const outputs: Json[] = Array.from({ length: count }, () => null);
    const started = lane.previousEventId;
    let next = 0;
    const worker = async () => {
      for (let previousEventId = started; next < count;) {
        const index = next;
        next += 1;
        const inner = this.#plan.open(index, { previousEventId, signal });
        this.#running.set(index, inner);
        outputs[index] = await this.#runLane(index, inner);
        previousEventId = inner.previousEventId;
      }
    };
    await Promise.allSettled(Array.from({ length: Math.min(maxConcurrency, count) }, worker));
    if (this.#controller.signal.aborted) throw this.#failure;
    return outputs;
  }

  /** Writes the Aborted events of all lanes under way: an iteration's own, then from the inside out those of its open states. */
  recordAborts(previousEventId: number): void {
    for (const [index, lane] of this.#running) {
      this.#plan.aborted?.(index, previousEventId);
      this.#recordOpenState(lane, previousEventId);
    }
  }

  async #runLane(index: number, lane: Lane): Promise<Json> {
    try {
      const output = await this.#plan.run(index, lane);
      this.#visit.lane.previousEventId = this.#plan.succeeded(index, lane);
      return output;
    } catch (error) {
      if (!lane.signal.aborted) this.#fail(index, lane, error);
      throw error;
    } finally {
      lane.variables.release();
      this.#running.delete(index);
    }
  }

  #fail(index: number, lane: Lane, error: unknown): void {
    if (error instanceof StateFailure) {
      this.#visit.lane.previousEventId = lane.previousEventId;
      this.#running.delete(index);
      this.#plan.failed?.(index, lane);
      this.#recordOpenState(lane, lane.previousEventId);
      this.recordAborts(lane.previousEventId);
    }
    this.#failure = error;
    this.#controller.abort(new Aborted('a sibling failed', { cause: error }));
  }

  #recordOpenState({ open, execution }: Lane, previousEventId: number): void {
    open?.group?.recordAborts(previousEventId);
    if (open !== undefined && ABORTABLE.includes(open.type)) {
      execution.history.append(`${open.type}StateAborted`, previousEventId);
    }
  }
}
