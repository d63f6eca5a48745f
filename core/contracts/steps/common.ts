import * as z from 'zod';
import { periodSchema } from '../date-range.ts';

/** The fields that the steps share. No payload grows with the number of rows or series: only references and small summaries cross states. */
export const dataset = z.string();
/**
 * How long the run id of an execution may be: the runs that are named after it have ids as well. A replay's windows are called `<id>-w01`, with up
 * to four digits; what a window starts, `<id>-live` and `<id>-d01`, with up to six.
 */
export const RUN_ID_LENGTH = { run: 64, pipeline: 56, replay: 50 } as const;
export type RunKind = keyof typeof RUN_ID_LENGTH;

/** As a regular expression, in JavaScript and in JSONata alike. */
export function runIdPattern(kind: RunKind): string {
  return `^[A-Za-z0-9_-]{1,${RUN_ID_LENGTH[kind]}}$`;
}
export function allowedRunId(kind: RunKind): string {
  return `letters, digits, _ and -, at most ${RUN_ID_LENGTH[kind]}`;
}

/** Ends the id of the run that fits a former recipe beside the one in Production. */
export const SHADOW_RUN = '-shadow';

export const runId = z.string().regex(new RegExp(runIdPattern('run')), allowedRunId('run'));
/**
 * The field by which a step is told the token that its task waits for. Whoever has the token can answer for a person: it stands in the execution's
 * history, which few may read, and nowhere else: no log, no error, no object.
 */
export const TASK_TOKEN = 'taskToken';
/** What stands in its place wherever an input is shown. */
export const TOKEN_LEFT_OUT = "(in the execution's history)";

/**
 * Every step may be told, beside its own input, which replay it runs within: the run's id of the replay machine. The id becomes part of
 * keys, so it may hold nothing that leads out of its folder.
 */
export const withinReplaySchema = z.looseObject({ replay: runId });
/** The last period that is known to the replay that a step runs within; absent outside of one. */
export const livedThrough = periodSchema.optional();
export const tableVersion = z.number().int().min(0);
/** Of a file that a step or a job left for another one, as the execution carries it. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 in hexadecimal');
export const modelVersion = z.number().int().min(1);
export const count = z.number().int().min(0);
