/** As trackers name metrics: `points_scored`, below a group or behind a prefix. */
export function trackedNames<T>(prefix: string, figures: Readonly<Record<string, T>>): Record<string, T> {
  const named = Object.entries(figures).map(([name, value]) => {
    return [`${prefix}${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`, value] as const;
  });
  return Object.fromEntries(named);
}
