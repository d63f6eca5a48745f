import type { Candidate } from '../contracts/dataset.ts';

/** The same for candidates of one family and options, whatever their names and the order of the options. */
export function candidateKey({ family, options }: Pick<Candidate, 'family' | 'options'>): string {
  return JSON.stringify([family, options], (_, value: unknown) => (isPlain(value) ? sorted(value) : value));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
