import { appendFileSync } from 'node:fs';
import { type BuildCommand, type BuildPlan, PHASES } from './build-spec.ts';
import { listener, NOTE_FUNCTION } from './build-notes.ts';
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
  });
  // A command may end the shell itself: `exit`, or a file that '.' does not find.
  followed.end(exitCode ?? 1);
  return exportedOf({ build, exitCode, ...followed.found });
}

/** What a build's commands have done and said. */
function followBuild({ build, logFile, onCommand, onOutput, onEnd }: BuildToRun) {
  const found: { ends: CommandEnd[]; exported: Record<string, string> } = { ends: [], exported: {} };
  const said = new Map<number, { stdout: string; both: string }>();
  let open: number | undefined;
  const end = (exitCode: number): void => {
    if (open === undefined) return;
    const ended = { ...build.commands[open]!, stdout: '', both: '', ...said.get(open), exitCode };
    open = undefined;
    found.ends.push(ended);
    onEnd(ended);
  };
  const { hear } = listener({
    onText(text, { stream, command }) {
      appendFileSync(logFile, text);
      onOutput(text);
      if (command === undefined) return;
      const { stdout = '', both = '' } = said.get(command) ?? {};
      said.set(command, { stdout: stream === 'stdout' ? stdout + text : stdout, both: both + text });
    },
    onNote({ what, of, value }) {
      if (what === 'export') found.exported[of] = value;
      else if (what === 'end') end(Number(value));
      else {
        open = Number(of);
        onCommand(build.commands[open]!);
      }
    },
  });
  return { found, end, output: hear };
}

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

/** Says between the commands' own words which of them runs: build-notes.ts reads it. */
function scriptOf({ commands, exported }: BuildPlan): string {
  const phases = PHASES.map((phase) => {
    const lines = commands.flatMap(({ phase: of, command }, index) =>
      of === phase ? [`step ${index} ${quoted(command)}`] : [],
    );
    return { phase, lines };
  });
  return [
    'failed=0',
    NOTE_FUNCTION,
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
