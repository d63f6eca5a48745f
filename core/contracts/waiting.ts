import * as z from 'zod';

/** What becomes of a training whose record the tracking server does not take: the record waits for a later run, or the training fails. */
export const WHEN_DOWN = ['wait', 'fail'] as const;
export type WhenDown = (typeof WHEN_DOWN)[number];

/** Something that a tracking server has not taken yet. Its content is an object of its own. */
const waitingEntrySchema = z.strictObject({
  /** sha256 of the content. */
  id: z.string(),
  /** The server that it waits for. */
  uri: z.string(),
  /** The method of the tracker. */
  kind: z.enum(['record', 'evaluate', 'markProduction', 'markRefused']),
  dataset: z.string(),
  runId: z.string(),
  /** Tells the evaluations of one run apart; empty for all else. */
  part: z.string(),
  sinceMs: z.number().int(),
  /** Why it was not taken, the last time that it was tried. */
  reason: z.string(),
  /** The server takes no such thing: it is tried again behind all others, and holds none of them up. */
  isRefused: z.boolean(),
  /** People were told of it. */
  isTold: z.boolean(),
});
export type WaitingEntry = z.infer<typeof waitingEntrySchema>;

export const waitingListSchema = z.strictObject({
  /** In the order in which they are sent. */
  entries: z.array(waitingEntrySchema),
  /** Of two processes that sent the same thing at once, a server would keep two. Nobody's where untilMs is over. */
  sender: z.strictObject({ by: z.string(), untilMs: z.number().int() }).nullable(),
  /** A server that hangs, and until when nothing but a training's record asks it again. */
  silent: z.strictObject({ uri: z.string(), untilMs: z.number().int() }).nullable(),
});
export type WaitingList = z.infer<typeof waitingListSchema>;

export const NOTHING_WAITS: WaitingList = { entries: [], sender: null, silent: null };
