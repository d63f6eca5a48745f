import * as z from 'zod';

export const runOption = z.string().optional().meta({
  placeholder: 'R',
  description: 'the run that waits (default: the only one)',
});
