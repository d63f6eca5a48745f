/** What a step used: CPU time of its process, calls to buckets, and the bytes of objects. */
export interface StepCost {
  readonly cpuMs: number;
  readonly reads: number;
  readonly lists: number;
  readonly heads: number;
  readonly writes: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
}
