/** JSONata expressions by the name of the field or variable that they fill. */
export type Expressions = Readonly<Record<string, string>>;

/** A JSONata expression as the Amazon States Language writes it. */
export function query(expression: string): string {
  return `{% ${expression} %}`;
}

/**
 * One object, from an expression a field. A field whose expression finds nothing is left out, so that an optional field needs
 * no case of its own.
 */
export function record(fields: Expressions): string {
  return query(object(fields));
}

/** The same inside of another expression. */
export function object(fields: Expressions): string {
  const entries = Object.entries(fields).map(([name, expression]) => `'${name}': ${expression}`);
  return `{ ${entries.join(', ')} }`;
}

/** Ends a name that is good for one use only: '-r1' once the execution was redriven, and nothing before. Where it never was, AWS may leave the count out. */
export const REDRIVE =
  "($states.context.Execution.RedriveCount > 0 ? '-r' & $string($states.context.Execution.RedriveCount) : '')";

/** Found within a replay alone: the date that it lives through has a meaning there, and is the date of the data elsewhere. */
export function inReplay(expression: string): string {
  return `($exists($asked.replay) ? ${expression})`;
}

/** What a step or another machine is handed: its fields, and the replay that the execution runs within, where there is one. */
export function handed(fields: Expressions): string {
  return record({ ...fields, replay: '$asked.replay' });
}
