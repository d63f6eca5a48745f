import * as z from 'zod';

/** The fields that the steps share. No payload grows with the number of rows or series: only references and small summaries cross states. */
export const dataset = z.string();
export const runId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, _ and -, at most 64');
/**
 * The field by which a step is told the token that its task waits for. Whoever has the token can answer for a person: it stands in the execution's
 * history, which few may read, and nowhere else: no log, no error, no object.
 */
export const TASK_TOKEN = 'taskToken';
/**
 * Every step may be told, beside its own input, which replay it runs within: the run's id of the replay machine. The id becomes part of
 * keys, so it may hold nothing that leads out of its folder.
 */
export const withinReplaySchema = z.looseObject({ replay: runId });
export const tableVersion = z.number().int().min(0);
export const modelVersion = z.number().int().min(1);
export const count = z.number().int().min(0);
