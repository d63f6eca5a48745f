import { ERROR_NAMES, type ErrorName, PlatformError } from '../../../core/contracts/errors.ts';
import type { WhenDown } from '../../../core/contracts/waiting.ts';
import type { Tracker } from '../../../core/ports.ts';
import { readWaiting } from '../../../lake/waiting/list.ts';
import { subjectOf, type Told } from '../../../lake/waiting/told.ts';
import { WaitingTracker } from '../../../lake/waiting/waiting-tracker.ts';
import { MemoryStore } from '../../support/memory-store.ts';

export const URI = 'https://mlflow.acme.internal';

/** 'record of run-1'. */
function nameOf(told: Told): string {
  const { kind, runId, part } = subjectOf(told);
  return `${kind} of ${runId}${part === '' ? '' : ` ${part}`}`;
}

/** A tracking server that takes what it takes, and a platform beside it. */
export class FakeServer {
  /** What it took, in order. */
  readonly took: string[] = [];
  /** What it was asked, in order. */
  readonly asked: string[] = [];
  readonly arguments: unknown[] = [];
  readonly said: string[] = [];
  readonly store = new MemoryStore('artifacts');
  nowMs = Date.UTC(2026, 10, 28, 17, 30);
  /** How it fails, if it does. */
  answer: (name: string) => ErrorName | undefined = () => undefined;
  /** Before it answers. */
  meanwhile: (name: string) => void | Promise<void> = () => undefined;

  private readonly tracker: Tracker = {
    record: (...args) => this.be({ kind: 'record', args }),
    evaluate: (...args) => this.be({ kind: 'evaluate', args }),
    markProduction: (...args) => this.be({ kind: 'markProduction', args }),
    markRefused: (...args) => this.be({ kind: 'markRefused', args }),
  };

  /** Of one process. */
  process(whenDown: WhenDown = 'wait', uri = URI): WaitingTracker {
    const { store, tracker } = this;
    const say = (line: string) => void this.said.push(line);
    return new WaitingTracker({ tracker, uri, store, whenDown, nowMs: () => this.nowMs, say });
  }

  down(name: ErrorName = ERROR_NAMES.trackingFailed): void {
    this.answer = () => name;
  }

  up(): void {
    this.answer = () => undefined;
  }

  async waiting(): Promise<readonly string[]> {
    const { entries } = await readWaiting(this.store);
    return entries.map(({ kind, runId, part, isRefused }) =>
      [`${kind} of ${runId}`, part, isRefused ? '(refused)' : ''].filter((word) => word !== '').join(' '),
    );
  }

  private async be(told: Told): Promise<void> {
    const name = nameOf(told);
    this.asked.push(name);
    await this.meanwhile(name);
    const failure = this.answer(name);
    if (failure !== undefined) throw new PlatformError(failure, { problem: `no ${name}` });
    this.took.push(name);
    this.arguments.push(told.args);
  }
}
