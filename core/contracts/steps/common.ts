import * as z from 'zod';

/** The fields that the steps share. No payload grows with the number of rows or series: only references and small summaries cross states. */
export const dataset = z.string();
export const runId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, _ and -, at most 64');
export const tableVersion = z.number().int().min(0);
export const modelVersion = z.number().int().min(1);
export const count = z.number().int().min(0);
