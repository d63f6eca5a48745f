import * as z from 'zod';

export const runOption = z.string().optional().meta({
  placeholder: 'R',
  description: 'the run that waits (default: the only one)',
});

export const reportOption = z.string().optional().meta({
  placeholder: 'SHA256',
  description: 'of the report that was read, as the question names it: an answer to another one is refused',
});
