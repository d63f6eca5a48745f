import * as z from 'zod';
import { TABLES, type TableName } from '../tables.ts';
import { count, dataset, runId, tableVersion } from './common.ts';

export const maintainStep = {
  input: z.strictObject({
    dataset,
    runId,
    dryRun: z.boolean(),
    /** Every version that was the newest one within these days stays readable. */
    keepVersionsDays: z.number().int().min(1),
  }),
  output: z.strictObject({
    dryRun: z.boolean(),
    keepVersionsDays: count,
    /** Those that there are. */
    tables: z.array(
      z.strictObject({
        table: z.enum(Object.keys(TABLES) as [TableName, ...TableName[]]),
        version: tableVersion,
        oldestReadable: tableVersion,
        logEntries: count,
        files: count,
        /** Of both. */
        bytes: count,
        storedBytes: count,
        liveBytes: count,
      }),
    ),
    ledgers: z.strictObject({ objects: count, bytes: count }),
    bytes: count,
    /** The list of everything that went, or would. */
    recordUri: z.string(),
  }),
};
