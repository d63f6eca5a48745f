import * as z from 'zod';
import { count, dataset, tableVersion } from './common.ts';

export const ingestStep = {
  input: z.strictObject({ dataset }),
  output: z.strictObject({ bronzeVersion: tableVersion, files: count, newFiles: count, newRows: count }),
};
