import * as z from 'zod';
import type { SelectionMetric } from '../../core/backtest/select.ts';
import type { HistoryEvent } from '../../asl/index.ts';
import { windowSchema } from '../../core/contracts/date-range.ts';
import { milliseconds } from '../../core/contracts/figures.ts';
import { shown } from '../../core/contracts/visible.ts';
import { checkComplianceStep, type Way } from '../../core/contracts/steps/promote.ts';
import { planWindowsStep } from '../../core/contracts/steps/replay.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { hanging } from '../fitted-text.ts';
import { executionProgress } from '../progress/execution-progress.ts';
import { isOver, type ProgressListener, type Run } from '../progress/running-states.ts';
import type { Screen } from '../progress/screen.ts';
import type { Tone } from '../terminal.ts';
import { messageIn } from '../place/run-failure.ts';
import { hasRefusal, windowName, windowText } from './window-text.ts';

interface Showing {
  /** What selections go by. */
  readonly metric: SelectionMetric;
  readonly isVerbose: boolean;
  /** What a window's execution says that it has recorded. */
  readonly recordAt: (uri: string) => RunRecord;
  readonly nowMs?: () => number;
}

interface Window {
  readonly runId: string;
  readonly name: string;
  readonly sinceMs: number;
  way: Way | undefined;
  /** Of the execution in which it began: those that wait for it fail after it, and by it. */
  failure: string | undefined;
}

/** Shows a replay: which state runs, how long the rest may take, and what became of each window when it has ended. */
export class ReplayProgress {
  readonly onEvent: ProgressListener;
  readonly #screen: Screen;
  readonly #showing: Showing;
  readonly #nowMs: () => number;
  #planned: number | undefined;
  #window: Window | undefined;
  #ended = 0;
  #livedMs = 0;

  constructor(screen: Screen, showing: Showing) {
    const { isVerbose, nowMs = () => performance.now() } = showing;
    this.#screen = screen;
    this.#showing = showing;
    this.#nowMs = nowMs;
    const show = executionProgress(screen, { isVerbose, nowMs, leftMs: () => this.#leftMs });
    this.onEvent = (event, run) => {
      show(event, run);
      this.#follow(event, run);
    };
  }

  /** '2 of 4 windows'; undefined before they are planned. */
  get done(): string | undefined {
    return this.#planned === undefined ? undefined : `${this.#ended} of ${this.#planned} windows`;
  }

  /** By the windows so far, all of which are as long. */
  get #leftMs(): number | undefined {
    if (this.#planned === undefined || this.#window === undefined || this.#ended === 0) return undefined;
    const mean = this.#livedMs / this.#ended;
    return Math.max(0, mean * (this.#planned - this.#ended) - (this.#nowMs() - this.#window.sinceMs));
  }

  #follow(event: HistoryEvent, { machine, execution }: Run): void {
    if (machine === 'replay') this.#planned ??= outputIn(event, planWindowsStep.output)?.windows.length;
    if (machine === 'promote' && this.#window?.runId === execution.name)
      this.#window.way ??= outputIn(event, checkComplianceStep.output)?.way;
    if (this.#window !== undefined && isOver(event) && event.type !== 'ExecutionSucceeded')
      this.#window.failure ??= failureIn(event);
    if (machine !== 'pipeline') return;
    if (event.type === 'ExecutionStarted') {
      const { evaluate } = pipelineInput.parse(execution.input).window;
      this.#window = {
        runId: execution.name,
        name: windowName(evaluate),
        sinceMs: this.#nowMs(),
        way: undefined,
        failure: undefined,
      };
    } else if (isOver(event) && this.#window !== undefined) this.#tell(event, this.#window);
  }

  #tell(event: HistoryEvent, { name, way, sinceMs, failure }: Window): void {
    const tookMs = this.#nowMs() - sinceMs;
    this.#window = undefined;
    this.#livedMs += tookMs;
    this.#ended += 1;
    const number = `${String(this.#ended).padStart(String(this.#planned).length)}/${this.#planned}  `;
    const say = (text: string, tone?: Tone): void => {
      this.#screen.say(
        hanging(number, `${name}, ${milliseconds(tookMs)}: ${text}`, this.#screen.width).join('\n'),
        0,
        tone,
      );
    };
    const recorded = outputIn(event, pipelineOutput);
    if (recorded === undefined) {
      say(`failed: ${shown(failure ?? event.type, FAILURE_CHARACTERS)}`, 'bad');
      return;
    }
    const record = this.#showing.recordAt(recorded.recordUri);
    const text = windowText({ record, way, metric: this.#showing.metric });
    say(text, hasRefusal(record) ? 'doubtful' : undefined);
  }
}

/** The whole of it ends the command. */
const FAILURE_CHARACTERS = 160;

const pipelineInput = z.object({ window: windowSchema });
const pipelineOutput = z.object({ recordUri: z.string() });
const failureSchema = z.object({ error: z.string().default(''), cause: z.string().default('') });

/** What a state or an execution gave, where it is of this shape. */
function outputIn<T>(
  { stateExitedEventDetails, executionSucceededEventDetails }: HistoryEvent,
  schema: z.ZodType<T>,
): T | undefined {
  const output = (stateExitedEventDetails ?? executionSucceededEventDetails)?.output;
  return typeof output === 'string' ? schema.safeParse(JSON.parse(output)).data : undefined;
}

function failureIn({ type, executionFailedEventDetails }: HistoryEvent): string {
  const { error, cause } = failureSchema.parse(executionFailedEventDetails ?? { error: type });
  return `${error}: ${messageIn(cause)}`;
}
