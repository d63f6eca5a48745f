import * as z from 'zod';

/** The word that says what a command is to do. @param meaning of each, for the help text, in its order */
export function verbOption<Verb extends string>(meaning: Readonly<Record<Verb, string>>) {
  return z.enum(Object.keys(meaning) as [Verb, ...Verb[]]).meta({
    positional: true,
    description: 'what to do',
    enumDescriptions: Object.values<string>(meaning),
  });
}
