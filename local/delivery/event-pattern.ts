import { refusal } from './refusal.ts';

/** An event pattern of EventBridge. */
export type Pattern = Readonly<Record<string, unknown>>;

/**
 * Whether an event is what a rule waits for. Patterns are of literals: each field that is named has to hold one of the listed values.
 *
 * @param pattern one that requirePlayable has passed
 */
export function matches(pattern: Pattern, event: unknown): boolean {
  const fields = Object(event);
  return Object.entries(pattern).every(([name, wanted]) =>
    Array.isArray(wanted) ? holds(wanted, fields[name]) : matches(wanted as Pattern, fields[name]),
  );
}

/** An event's list matches where one of its values does. */
function holds(wanted: readonly unknown[], found: unknown): boolean {
  const values: readonly unknown[] = Array.isArray(found) ? found : [found];
  return values.some((value) => wanted.includes(value));
}

/** @throws RehearsalRefused for content filters ('prefix', 'anything-but', '$or', ...), naming the field */
export function requirePlayable(pattern: Pattern, rule: string, path: readonly string[] = []): void {
  for (const [name, wanted] of Object.entries(pattern)) {
    const field = [...path, name];
    if (Array.isArray(wanted)) {
      const other: unknown = wanted.find((value) => typeof value === 'object' && value !== null);
      if (other !== undefined) throw filter(rule, field, other);
    } else if (typeof wanted === 'object' && wanted !== null) {
      requirePlayable(wanted as Pattern, rule, field);
    } else {
      throw filter(rule, field, wanted);
    }
  }
}

function filter(rule: string, field: readonly string[], got: unknown) {
  return refusal({
    problem: `the rule ${rule}: a rehearsal cannot match ${field.join('.')}`,
    got,
    allowed: 'lists of literal values',
  });
}
