/** Where the emulators pretend to be. */
export interface Account {
  readonly account: string;
  readonly region: string;
}
