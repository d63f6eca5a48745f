import { contextOf } from '../context.ts';
import type { TaskRequest } from '../engine.ts';
import { Aborted, dataLimitExceeded, StateFailure, StateTimeout } from '../errors.ts';
import { failureOf } from './handler-failure.ts';
import { exceedsPayloadLimit, jsonText, toJson, type Json } from '../json.ts';
import { startNestedExecution } from './nested-execution.ts';
import type { TaskCall } from './task-call.ts';
import { TaskEvents } from './task-events.ts';
import type { Visit } from '../visit.ts';

/**
 * One attempt of a Task: calls the integration under the timeouts and writes the Scheduled ... Succeeded events.
 *
 * @throws StateFailure as the integration failed, States.Timeout, or States.DataLimitExceeded.
 */
export async function callTask(visit: Visit, call: TaskCall): Promise<Json> {
  const { lane } = visit;
  const events = new TaskEvents(visit, call);
  events.started();
  const over = new AbortController();
  const attempt = new Attempt(visit, call, { events, signal: AbortSignal.any([lane.signal, over.signal]) });
  try {
    const result = await Promise.race([attempt.perform(), ...attempt.limits()]);
    const text = jsonText(result);
    if (exceedsPayloadLimit(text)) throw dataLimitExceeded(events.producer);
    events.succeeded(text);
    return result;
  } catch (error) {
    if (error instanceof StateFailure) events.failed(error);
    throw error;
  } finally {
    over.abort(new Aborted('the task is over'));
    if (visit.taskToken !== undefined) lane.execution.engine.tokens.close(visit.taskToken);
  }
}

class Attempt {
  readonly #visit: Visit;
  readonly #call: TaskCall;
  readonly #events: TaskEvents;
  readonly #signal: AbortSignal;
  #beatAtMs: number;

  constructor(visit: Visit, call: TaskCall, { events, signal }: { events: TaskEvents; signal: AbortSignal }) {
    this.#visit = visit;
    this.#call = call;
    this.#events = events;
    this.#signal = signal;
    this.#beatAtMs = this.#clock.elapsedMs();
  }

  get #clock() {
    return this.#visit.lane.execution.engine.clock;
  }

  /** The integration's answer, or with `.waitForTaskToken` the callback's. */
  async perform(): Promise<Json> {
    const { taskToken, lane } = this.#visit;
    if (taskToken === undefined) return this.#invoke();
    const answer = lane.execution.engine.tokens.wait(taskToken, () => this.#beat());
    const response = await this.#invoke();
    if (!this.#signal.aborted) this.#events.submitted(response);
    return answer;
  }

  /** What ends the wait for the answer: TimeoutSeconds, HeartbeatSeconds, an abort. */
  limits(): readonly Promise<never>[] {
    const { timeoutSeconds, heartbeatSeconds } = this.#call;
    const aborted = new Promise<never>((_, reject) => {
      this.#signal.addEventListener('abort', () => reject(this.#signal.reason));
    });
    return [
      aborted,
      ...(timeoutSeconds === undefined ? [] : [this.#timeout(timeoutSeconds * 1000)]),
      ...(heartbeatSeconds === undefined ? [] : [this.#missedHeartbeat(heartbeatSeconds * 1000)]),
    ];
  }

  async #invoke(): Promise<Json> {
    const { resource } = this.#call;
    const { engine } = this.#visit.lane.execution;
    const handler = engine.findHandler(resource.key);
    if (handler === undefined) return startNestedExecution(engine, this.#request(), resource);
    try {
      return toJson(await engine.clock.working(() => handler(this.#request())));
    } catch (error) {
      throw failureOf(error, resource);
    }
  }

  #request(): TaskRequest {
    const visit = this.#visit;
    const { resource, arguments: argument } = this.#call;
    return {
      resource: resource.key,
      arguments: argument,
      pattern: resource.pattern,
      ...(visit.taskToken === undefined ? {} : { taskToken: visit.taskToken }),
      stateName: visit.name,
      context: contextOf(visit),
      signal: this.#signal,
      heartbeat: () => this.#beat(),
      submitted: (output) => {
        if (!this.#signal.aborted) this.#events.submitted(output);
      },
      sleep: (ms) => this.#clock.sleepInsideWork(ms, this.#signal),
    };
  }

  #beat(): void {
    this.#beatAtMs = this.#clock.elapsedMs();
  }

  async #timeout(ms: number): Promise<never> {
    await this.#clock.sleep(ms, this.#signal);
    throw new StateTimeout('timeout');
  }

  async #missedHeartbeat(ms: number): Promise<never> {
    for (let leftMs = ms; leftMs > 0; leftMs = this.#beatAtMs + ms - this.#clock.elapsedMs()) {
      await this.#clock.sleep(leftMs, this.#signal);
    }
    throw new StateTimeout('heartbeat');
  }
}
