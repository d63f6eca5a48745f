/**
 * A build's shell says on both of its streams, between zero bytes, which command begins and ends: so it is known of every word who said it, whichever
 * stream arrives first.
 */

export type Stream = 'stdout' | 'stderr';

export interface Note {
  readonly what: 'begin' | 'end' | 'export';
  /** A command's number, or the name of a variable. */
  readonly of: string;
  /** An exit code, or the variable's value. */
  readonly value: string;
}

export interface Listening {
  /** @param by the stream, and the number of the command that said it */
  readonly onText: (text: string, by: { readonly stream: Stream; readonly command: number | undefined }) => void;
  /** Once both streams have come to it. */
  readonly onNote: (note: Note) => void;
}

/** For the shell: `note begin 3`. */
export const NOTE_FUNCTION = String.raw`note() { printf '\0note %s\0' "$*"; printf '\0note %s\0' "$*" >&2; }`;

interface StreamState {
  unread: string;
  /** The number of the command that speaks. */
  command: number | undefined;
  notes: number;
}

export function listener({ onText, onNote }: Listening): { hear(text: string, stream: Stream): void } {
  const states: Readonly<Record<Stream, StreamState>> = {
    stdout: { unread: '', command: undefined, notes: 0 },
    stderr: { unread: '', command: undefined, notes: 0 },
  };
  let told = 0;
  const read = (note: Note, state: StreamState): void => {
    if (note.what !== 'export') state.command = note.what === 'begin' ? Number(note.of) : undefined;
    state.notes += 1;
    if (Math.min(states.stdout.notes, states.stderr.notes) <= told) return;
    told += 1;
    onNote(note);
  };
  return {
    hear(text, stream) {
      const state = states[stream];
      const parts = (state.unread + text).split('\0');
      // Text and notes take turns; a note whose end has not arrived waits.
      state.unread = parts.length % 2 === 0 ? `\0${parts.pop() ?? ''}` : '';
      for (const [index, part] of parts.entries()) {
        if (index % 2 === 1) read(noteOf(part), state);
        else if (part !== '') onText(part, { stream, command: state.command });
      }
    },
  };
}

function noteOf(text: string): Note {
  const [, what = '', of = '', ...value] = text.split(' ');
  return { what: what as Note['what'], of, value: value.join(' ') };
}
