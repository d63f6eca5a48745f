import { availableParallelism } from 'node:os';
import { ContainerProcess } from './container-process.ts';

/**
 * Containers that stay up between jobs: most jobs of a laptop take less than a container's start. At most one job a core runs
 * at a time, and the others wait: more would only take the time of the running ones.
 */
export class WarmContainers {
  readonly #idle = new Map<string, ContainerProcess[]>();
  readonly #waiting: (() => void)[] = [];
  #free = availableParallelism();

  /** Starts a container ahead of its first job. */
  prepare(script: string): void {
    this.#rest(script, new ContainerProcess(script));
  }

  /** Waits for a free core. The container is the caller's until it is given back or dropped. */
  async take(script: string): Promise<ContainerProcess> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free -= 1;
    const container = this.#idle.get(script)?.pop() ?? new ContainerProcess(script);
    container.hold(true);
    return container;
  }

  giveBack(script: string, container: ContainerProcess): void {
    this.#rest(script, container);
    this.#release();
  }

  /** Ends a container whose job failed. */
  drop(container: ContainerProcess): void {
    container.kill('SIGTERM');
    this.#release();
  }

  #rest(script: string, container: ContainerProcess): void {
    container.hold(false);
    this.#idle.set(script, [...(this.#idle.get(script) ?? []), container]);
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
