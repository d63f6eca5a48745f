/**
 * Something in a definition. An ERROR is never run; a WARNING can be, and is refused where a person has a definition checked
 * (`npm run check`, `npm run asl`): AWS warns of it itself, or refuses it although nothing here depends on it.
 */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  /** `CODE: sentence`, in AWS's words where they are known; NOT_SUPPORTED_HERE is a limit of this interpreter alone. */
  readonly message: string;
  /** `/States/Ask/Choices[1]/Output`, as AWS writes it; '' is the machine as a whole. */
  readonly location: string;
}

export function error(message: string, location: string): Diagnostic {
  return { severity: 'ERROR', message, location };
}

export function schemaError(sentence: string, location: string): Diagnostic {
  return error(`SCHEMA_VALIDATION_FAILED: ${sentence}`, location);
}

/** Where a state needs one of two fields, and not the other as well. */
export function exactlyOne(
  [first, second]: readonly [string, string],
  given: object,
  location: string,
): readonly Diagnostic[] {
  const count = [first, second].filter((name) => name in given).length;
  if (count === 1) return [];
  const rule = count === 0 ? 'This object should have only' : 'There should only be';
  return [schemaError(`${rule} one of the following fields: [${first}, ${second}]`, location)];
}

export function notHere(sentence: string, location: string): Diagnostic {
  return error(`NOT_SUPPORTED_HERE: ${sentence}`, location);
}

export function textOf({ message, location }: Diagnostic): string {
  return location === '' ? message : `${message} at ${location}`;
}

/** Where a member of an object or array lies. */
export function within(location: string, key: PropertyKey): string {
  return typeof key === 'number' ? `${location}[${key}]` : `${location}/${String(key)}`;
}
