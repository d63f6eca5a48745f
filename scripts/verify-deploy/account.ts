/** An account and the region that a stack is in; the emulators pretend to be there. */
export interface Account {
  readonly account: string;
  readonly region: string;
}
