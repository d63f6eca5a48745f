import { pathToFileURL } from 'node:url';
import { visible } from '../core/contracts/visible.ts';
import type { Terminal } from './terminal.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** A file that a person opens: to click on where somebody looks on, and its path as it is in a log. */
export function linkTo(path: string, terminal: Pick<Terminal, 'isLive'>, variables: Variables = process.env): string {
  const shown = visible(path);
  if (!terminal.isLive) return shown;
  const { href } = pathToFileURL(path);
  return showsHyperlinks(variables) ? `${OSC_8}${href}${ENDED}${shown}${OSC_8}${ENDED}` : href;
}

/** https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda */
const OSC_8 = '\u001b]8;;';
const ENDED = '\u001b\\';

const PROGRAMS = ['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper', 'rio'];
const TERMINALS = ['xterm-kitty', 'xterm-ghostty', 'alacritty', 'foot'];
/** GNOME's and all that use its widget, in the first version that does it well: 0.50. */
const VTE_VERSION = 5000;

/** A terminal that does not know them may show their bytes; most make a link of an address by themselves. */
function showsHyperlinks({ TERM = '', TERM_PROGRAM = '', VTE_VERSION: vte = '0', ...others }: Variables): boolean {
  return (
    PROGRAMS.includes(TERM_PROGRAM) ||
    TERMINALS.includes(TERM) ||
    Number(vte) >= VTE_VERSION ||
    others.WT_SESSION !== undefined ||
    others.KONSOLE_VERSION !== undefined
  );
}
