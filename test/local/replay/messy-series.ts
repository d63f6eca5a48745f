/** Three years of daily values from 2001-01-01 (1,095 days), and what a file with faults looks like. */
const DAYS = 1095;

function dateOf(day: number): string {
  return new Date(Date.UTC(2001, 0, 1 + day)).toISOString().slice(0, 10);
}

function valueOf(day: number): number {
  const noise = Math.sin(day * 12.9898) * 43_758.5453;
  return 10 + 5 * Math.sin((2 * Math.PI * day) / 365.25) + (noise - Math.floor(noise));
}

/** @param change what stands in the file instead of a day's value; undefined leaves the row out */
export function dailyCsv(change: (day: number, value: string) => string | undefined = (_, value) => value): string {
  const rows = Array.from({ length: DAYS }, (_, day) => {
    const value = change(day, valueOf(day).toFixed(3));
    return value === undefined ? [] : [`${dateOf(day)},${value}`];
  });
  return `date,value\n${rows.flat().join('\n')}\n`;
}
