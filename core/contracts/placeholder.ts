/** Begins what stands in a literal until a person has written there what no file says. */
const MARK = 'FILL IN: ';

export function placeholder(what: string): string {
  return `${MARK}${what}`;
}

export function isPlaceholderText(text: string): boolean {
  return text.startsWith(MARK);
}

/** The fields of a literal that a person has yet to fill in: 'owner', 'promotion.gates.cost.basis'. */
export function placeholdersIn(literal: object): readonly string[] {
  return Object.entries(literal).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'string') return isPlaceholderText(value) ? [name] : [];
    if (typeof value !== 'object' || value === null) return [];
    return placeholdersIn(value).map((within) => `${name}.${within}`);
  });
}
