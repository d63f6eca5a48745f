import * as z from 'zod';
import { visible } from './visible.ts';

/** Who stands in a record where the platform itself has decided. */
export const PLATFORM_NAMES = {
  promote: 'the promote state machine',
  replay: 'the replay',
  nobody: 'nobody',
} as const;

/** A name in a record is one line of a mail and a cell of a table. */
const NAME_CHARACTERS = 100;

/** What the platform calls itself, and what a reader would take for it. */
const OF_THE_PLATFORM = /^(nobody|(the )?(system|platform|replay|monitor|schedule|.* (state )?machine))$/;
/** Letters of these look alike: a name that mixes them may read as another. */
const LOOKALIKE = /(?=.*\p{Script=Latin})(?=.*[\p{Script=Cyrillic}\p{Script=Greek}])/su;
/** Only who has proved an identity of AWS stands in a record as one. */
const IDENTITY_OF_AWS = /^arn:/;

/** Why nobody may call themselves that, as a clause after the name; undefined where somebody may. */
export function whyNoPerson(name: string): string | undefined {
  const read = name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  if (read === '') return 'names nobody';
  if (read.length > NAME_CHARACTERS) return `is longer than ${NAME_CHARACTERS} characters`;
  if (visible(name) !== name || /[\n\t]/.test(name)) return 'has characters that nobody sees';
  if (OF_THE_PLATFORM.test(read)) return 'is what the platform calls itself in a record';
  if (LOOKALIKE.test(read)) return 'mixes letters that look alike';
  if (IDENTITY_OF_AWS.test(read)) return 'is an identity of AWS, which has to be proved';
  return undefined;
}

/** A person as they name themselves: nothing proves it, but it is never the platform's own name. */
export const personSchema = z
  .string()
  .trim()
  .refine((name) => whyNoPerson(name) === undefined, {
    error: ({ input }) => `a person's name: this one ${String(whyNoPerson(String(input)))}`,
  });
