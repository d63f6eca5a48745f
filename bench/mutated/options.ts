import * as z from 'zod';

/** Of `npm run bench`, for the section `mutated` alone. */
export const mutatedOptions = {
  'mutated-seconds': z.number().int().min(1).default(60).meta({
    placeholder: 'N',
    description: 'mutated: how long damaged files are read',
  }),
  'mutated-seed': z.number().int().min(0).default(1).meta({
    placeholder: 'N',
    description: 'mutated: number of the first file; a file is the same by its number',
  }),
  'mutated-processes': z.number().int().min(1).default(1).meta({
    placeholder: 'N',
    description: 'mutated: how many read at once, each from another number on',
  }),
  'mutated-files': z.number().int().min(1).optional().meta({
    placeholder: 'N',
    description: 'mutated: at most so many files (default: as many as the time allows)',
  }),
};

export type MutatedOptions = z.output<z.ZodObject<typeof mutatedOptions>>;
