/** Something that somebody does who wants what they may not have. The name reads as what is attempted. */
export interface Attack {
  readonly name: string;
  /** The name of the error that refuses it. */
  readonly refusedBy: string;
  /** Part of what the refusal says. */
  readonly says: string;
  /** @throws the refusal */
  attempt(): Promise<unknown>;
}
