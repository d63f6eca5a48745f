import { parseArn } from '../arn.ts';
import { failureDetails, StateTimeout, type StateFailure } from '../errors.ts';
import { jsonText, type Json, type JsonObject } from '../json.ts';
import type { Visit } from '../visit.ts';
import type { TaskCall } from './task-call.ts';

const FAMILIES = { service: 'Task', lambda: 'LambdaFunction', activity: 'Activity' } as const;

/**
 * The history of one attempt: TaskScheduled, TaskStarted, TaskSubmitted, TaskSucceeded, TaskFailed, TaskTimedOut for
 * service integrations, the same under other names and with fewer details for a function's or activity's own ARN.
 */
export class TaskEvents {
  readonly #visit: Visit;
  readonly #call: TaskCall;
  readonly #family: (typeof FAMILIES)[keyof typeof FAMILIES];
  readonly #own: JsonObject;

  constructor(visit: Visit, call: TaskCall) {
    const { resource } = call;
    this.#visit = visit;
    this.#call = call;
    this.#family = FAMILIES[resource.kind];
    this.#own = resource.kind === 'service' ? { resource: resource.resource, resourceType: resource.resourceType } : {};
  }

  /** Who AWS says gave a result that is too large. */
  get producer(): string {
    const { resource } = this.#call;
    return resource.kind === 'service' ? resource.resourceType : resource.key;
  }

  started(): void {
    this.#emit('Scheduled', this.#scheduledDetails());
    this.#emit('Started', this.#own);
  }

  submitted(output: Json): void {
    this.#emit('Submitted', { output: jsonText(output), ...this.#own });
  }

  succeeded(output: string): void {
    this.#emit('Succeeded', { output, ...this.#own });
  }

  failed(failure: StateFailure): void {
    const details = { ...failureDetails(failure.failure), ...this.#own };
    this.#emit(failure instanceof StateTimeout ? 'TimedOut' : 'Failed', details);
  }

  #scheduledDetails(): JsonObject {
    const { resource, argumentsText, roleArn, timeoutSeconds, heartbeatSeconds } = this.#call;
    const limits = {
      ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
      ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
      ...(roleArn === undefined ? {} : { taskCredentials: { roleArn } }),
    };
    if (resource.kind !== 'service') return { input: argumentsText, resource: resource.key, ...limits };
    const region = parseArn(this.#visit.lane.execution.machineArn)?.region ?? '';
    return { parameters: argumentsText, region, ...this.#own, ...limits };
  }

  #emit(step: string, details: JsonObject): void {
    this.#visit.lane.emit(`${this.#family}${step}`, Object.keys(details).length === 0 ? undefined : details);
  }
}
