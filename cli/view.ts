import { visible } from '../core/contracts/visible.ts';

/** What a command found or did: for programs, and for people. */
export interface View {
  readonly json: unknown;
  readonly text: string;
}

/** Exactly one JSON document, or text for people, every character of which can be seen. */
export function printView(view: View, asJson: boolean): void {
  process.stdout.write(asJson ? `${JSON.stringify(view.json, null, 2)}\n` : `${visible(view.text)}\n`);
}
