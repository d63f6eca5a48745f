import * as z from 'zod';
import { personSchema } from '../person.ts';
import { RULINGS, rulingSchema } from '../rulings.ts';
import { count, dataset, runId, tableVersion } from './common.ts';

export const ingestStep = {
  input: z.strictObject({ dataset }),
  output: z.strictObject({
    bronzeVersion: tableVersion,
    files: count,
    newFiles: count,
    newRows: count,
    /**
     * Of a Delta table, as of which of its versions bronze has its rows and no others: how many deliveries, and rows of theirs, bronze lost for that;
     * and how many of the table's files hold rows that bronze has by other files, since they were only laid otherwise (OPTIMIZE).
     */
    table: z.strictObject({ version: count, leftDeliveries: count, leftRows: count, relaidFiles: count }).optional(),
    /** Landing keys of files that lie there and whose content is withdrawn, the first of them: delivered again, they stay so. Absent without any. */
    withdrawn: z.array(z.string()).min(1).optional(),
  }),
};

/** What a person rules on one delivery: core/contracts/rulings.ts. */
export const ruleStep = {
  input: z.strictObject({
    dataset,
    runId,
    /** Its sha256, an unambiguous beginning of it, or the landing key: then the newest content that came by it. */
    delivery: z.string().trim().min(1),
    ruling: z.enum(RULINGS),
    by: personSchema,
    reason: z.string().trim().min(1),
  }),
  /** The ruling as it is kept, and how many rows of bronze it is about. */
  output: rulingSchema.extend({ dataset, rows: count }),
};
