import { SeriesUnfit } from '../models/family.ts';

/** Why a series failed, for people. */
export function failureReason(error: unknown): string {
  if (error instanceof SeriesUnfit) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
