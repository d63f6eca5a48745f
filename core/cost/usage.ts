import * as z from 'zod';

const counted = z.strictObject({
  /** An execution, on average. */
  count: z.number().min(0),
  /** All of them together, an execution. */
  seconds: z.number().min(0),
});

/** What one execution of a machine does, together with all that it starts, on average over a recorded run. */
const machineUsageSchema = z.strictObject({
  transitions: z.number().min(0),
  functions: counted,
  /** Jobs of the two kinds. */
  train: counted,
  forecast: counted,
  /** Of the histories, which the logs hold too. */
  historyBytes: z.number().min(0),
});

/** Counts of one local run: nothing of it is an estimate but the seconds, which are a laptop's. */
export const usageSchema = z.strictObject({
  series: z.number().int().min(1),
  machines: z.record(z.string(), machineUsageSchema),
  /** Calls to the object store, for each call of a function and each job. */
  requestsPerTask: z.strictObject({ writes: z.number().min(0), reads: z.number().min(0) }),
  /** What stays, for each call of a function and each job. */
  bytesPerTask: z.number().min(0),
});
export type Usage = z.infer<typeof usageSchema>;
export type MachineUsage = z.infer<typeof machineUsageSchema>;

/** Two runs of the same data set, of few and of many series. */
export const recordedUsageSchema = z.tuple([usageSchema, usageSchema]);
export type RecordedUsage = z.infer<typeof recordedUsageSchema>;

/**
 * What a run of `series` series uses: every count on the straight line through the two recorded runs, and never below the smaller one's where
 * there are more series. Beyond the larger one that is an extrapolation.
 */
export function usageAt([few, many]: RecordedUsage, series: number): Usage {
  const share = (series - few.series) / (many.series - few.series);
  return { ...between(few, many, share), series };
}

function between<T>(few: T, many: T, share: number): T {
  if (typeof few === 'number' && typeof many === 'number') {
    const slope = Math.max(many - few, 0);
    return Math.max(few + share * slope, 0) as T;
  }
  const entries = Object.entries(few as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, between(value, (many as Record<string, unknown>)[name] ?? value, share)]),
  ) as T;
}
