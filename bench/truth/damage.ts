import { withoutZone } from './dates.ts';

/** What can become of a delivery on its way, made of one stretch between two looks. */
export const DAMAGES = {
  'ten times': { rows: 'all', damaged: (y: number) => 10 * y },
  zeros: { rows: 'all', damaged: () => 0 },
  'one row a hundred times': { rows: 'one', damaged: (y: number) => 100 * y },
} as const satisfies Readonly<
  Record<string, { readonly rows: 'all' | 'one'; readonly damaged: (y: number) => number }>
>;
export type DamageName = keyof typeof DAMAGES;
export const DAMAGE_NAMES = Object.keys(DAMAGES) as readonly DamageName[];

/** Dates as the platform writes them: the first belongs to the stretch before. */
export interface Stretch {
  readonly after: string;
  readonly upTo: string;
}

/**
 * The file with the rows of a stretch damaged: all of them, or the middle one.
 *
 * @param csv ends every line with the date and the value, and has no quotes
 */
export function damagedCsv(csv: string, stretch: Stretch, name: DamageName): string {
  const { rows, damaged } = DAMAGES[name];
  const [after, upTo] = [withoutZone(stretch.after), withoutZone(stretch.upTo)];
  const lines = csv.trimEnd().split('\n');
  const inside = lines.flatMap((line, at) => {
    const ds = line.split(',').at(-2) ?? '';
    return at > 0 && ds > after && ds <= upTo ? [at] : [];
  });
  if (inside.length === 0) throw new Error(`no row lies after ${after} and up to ${upTo}`);
  const chosen = rows === 'all' ? inside : [inside[Math.floor(inside.length / 2)]];
  for (const at of chosen) {
    const cells = lines[at].split(',');
    lines[at] = [...cells.slice(0, -1), damaged(Number(cells.at(-1)))].join(',');
  }
  return `${lines.join('\n')}\n`;
}
