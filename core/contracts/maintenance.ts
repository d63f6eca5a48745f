import * as z from 'zod';
import { count, dataset, runId, tableVersion } from './steps/common.ts';
import { TABLES, type TableName } from './tables.ts';

/** The object as it was listed: one that was put there since is another one, and stays. */
const doomedSchema = z.strictObject({ key: z.string(), tag: z.string(), sizeBytes: count });

const tableUpkeepSchema = z.strictObject({
  table: z.enum(Object.keys(TABLES) as [TableName, ...TableName[]]),
  /** The newest. */
  version: tableVersion,
  oldestReadable: tableVersion,
  /** Before. */
  storedBytes: count,
  /** Of the data files of the newest version. */
  liveBytes: count,
  /** In the order in which they go. */
  log: z.array(doomedSchema),
  files: z.array(doomedSchema),
});
export type TableUpkeep = z.infer<typeof tableUpkeepSchema>;

/** `maintenance/<dataset>/<run>.json` among the artifacts: what one run deletes, or would; written before anything is. */
export const maintenanceSchema = z.strictObject({
  dataset,
  runId,
  at: z.iso.datetime(),
  isDryRun: z.boolean(),
  keepVersionsDays: count,
  tables: z.array(tableUpkeepSchema),
  /** Of versions of silver that can be read no more, with what was known of every series then. */
  ledgers: z.array(doomedSchema),
});
export type Maintenance = z.infer<typeof maintenanceSchema>;
