import { appendFileSync } from 'node:fs';
import { type BuildCommand, type BuildPlan, PHASES } from './build-spec.ts';
import { lastLines, runProgram } from './programs.ts';

/** Enough of the end of a program's output to see what was wrong. */
const TAIL_LINES = 30;

export interface BuildToRun {
  readonly build: BuildPlan;
  /** The checkout. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Everything that its commands say. */
  readonly logFile: string;
  readonly onCommand: (command: BuildCommand) => void;
  readonly onOutput: (text: string) => void;
  readonly onEnd: (ended: CommandEnd) => void;
}

export interface CommandEnd extends BuildCommand {
  readonly exitCode: number;
  /** Its standard output; and that with its standard error, as they came. */
  readonly stdout: string;
  readonly both: string;
}

export class BuildFailed extends Error {
  override readonly name = 'BuildFailed';
}

/**
 * Runs a build as CodeBuild does: all commands in one shell, the first that fails ends its phase, and `post_build` runs after a `build` that failed.
 *
 * @returns the exported variables
 * @throws BuildFailed with the command and its last lines
 */
export async function runBuild(wanted: BuildToRun): Promise<Readonly<Record<string, string>>> {
  const { build, cwd, env } = wanted;
  const followed = followBuild(wanted);
  const exitCode = await runProgram({
    command: ['sh', '-c', scriptOf(build)],
    cwd,
    env: { ...env, ...build.variables },
    onOutput: followed.output,
    onNote: followed.note,
  });
  // A command may end the shell itself: `exit`, or a file that '.' does not find.
  followed.end(exitCode ?? 1);
  return exportedOf({ build, exitCode, ...followed.found });
}

/** Hears which command runs, what it says, and what the shell has exported at its end. */
function followBuild({ build, logFile, onCommand, onOutput, onEnd }: BuildToRun) {
  const found: { ends: CommandEnd[]; exported: Record<string, string> } = { ends: [], exported: {} };
  let open: OpenCommand | undefined;
  let unread = '';
  const end = (exitCode: number): void => {
    if (open === undefined) return;
    const ended = { ...open, exitCode };
    found.ends.push(ended);
    onEnd(ended);
    open = undefined;
  };
  const read = (what: string | undefined, name: string, value: string): void => {
    if (what === 'end') end(Number(value));
    if (what === 'export') found.exported[name] = value;
    if (what !== 'begin') return;
    open = { ...build.commands[Number(name)]!, stdout: '', both: '' };
    onCommand(open);
  };
  return {
    found,
    end,
    output(text: string, stream: 'stdout' | 'stderr'): void {
      appendFileSync(logFile, text);
      onOutput(text);
      if (open === undefined) return;
      open = { ...open, both: open.both + text, stdout: stream === 'stdout' ? open.stdout + text : open.stdout };
    },
    note(text: string): void {
      const notes = (unread + text).split('\0');
      unread = notes.pop() ?? '';
      for (const note of notes) {
        const [what, name = '', ...value] = note.split(' ');
        read(what, name, value.join(' '));
      }
    },
  };
}

type OpenCommand = BuildCommand & { readonly stdout: string; readonly both: string };

interface Ended {
  readonly build: BuildPlan;
  readonly ends: readonly CommandEnd[];
  readonly exported: Readonly<Record<string, string>>;
  readonly exitCode: number | undefined;
}

function exportedOf({ build, ends, exported, exitCode }: Ended): Readonly<Record<string, string>> {
  const failed = ends.find((end) => end.exitCode !== 0);
  if (failed !== undefined) {
    const said = lastLines(failed.both, TAIL_LINES);
    const words = said.length === 0 ? '' : `; its last lines:\n${said.join('\n')}`;
    throw new BuildFailed(`'${failed.command}' failed with exit code ${failed.exitCode}${words}`);
  }
  if (exitCode !== 0) throw new BuildFailed('the shell of the build was ended before its commands were');
  const unset = build.exported.find((name) => exported[name] === undefined);
  if (unset !== undefined) throw new BuildFailed(`no command has set ${unset}, which the buildspec exports`);
  return exported;
}

/** Notes of what happens go to descriptor 3, each ended by a zero byte: commands may say anything on the other two. */
function scriptOf({ commands, exported }: BuildPlan): string {
  const phases = PHASES.map((phase) => {
    const lines = commands.flatMap(({ phase: of, command }, index) =>
      of === phase ? [`step ${index} ${quoted(command)}`] : [],
    );
    return { phase, lines };
  });
  return [
    'failed=0',
    String.raw`note() { printf '%s\0' "$*" >&3; }`,
    'step() {',
    '  if [ "$skip" = 1 ]; then return; fi',
    '  note begin "$1"',
    '  eval "$2"',
    '  status=$?',
    '  note end "$1" "$status"',
    '  if [ "$status" != 0 ]; then skip=1; failed=1; fi',
    '}',
    'skip=0',
    ...phases.flatMap(({ phase, lines }) =>
      phase === 'post_build' ? [AFTER_BUILD, ...lines] : [...lines, ENDED[phase]],
    ),
    ...exported.map((name) => `if [ -n "\${${name}+set}" ]; then note export ${name} "$${name}"; fi`),
    'exit "$failed"',
  ].join('\n');
}

/** A build that failed in `install` or `pre_build` never comes to the later phases. */
const ENDED = { install: 'reached=$((1 - skip))', pre_build: 'reached=$((1 - skip))', build: ':' } as const;
const AFTER_BUILD = 'if [ "$reached" = 1 ]; then skip=0; fi';

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
