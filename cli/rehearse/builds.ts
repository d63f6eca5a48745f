import { join } from 'node:path';
import { DELIVERY_VARIABLES } from '../../core/contracts/delivery.ts';
import type { BuildPlan } from '../../local/delivery/build-spec.ts';
import { type Checkouts, cleanCheckout, linkPackages } from '../../local/delivery/checkouts.ts';
import type { BuildAction } from '../../local/delivery/plan.ts';
import { lastLines } from '../../local/delivery/programs.ts';
import { type CommandEnd, runBuild } from '../../local/delivery/run-build.ts';
import type { At, Left } from '../../local/delivery/walk.ts';
import type { Folders } from './folders.ts';
import { runningFor } from '../progress/running-text.ts';
import type { Screen } from '../progress/screen.ts';

/** What a command has said is shown whole up to here; beyond it, the end of its standard output. */
const SHOWN_LINES = 40;
/** How far in stands what a command says. */
const SAID_DEPTH = 3;

export interface BuildsOf {
  readonly commit: string;
  readonly checkouts: Checkouts;
  readonly folders: Folders;
  readonly screen: Screen;
}

/** Plays builds of a commit in a clean checkout. What their phase `install` runs, runs once: the packages stay. */
export class RehearsedBuilds {
  readonly #of: BuildsOf;
  #installed: string | undefined;
  #count = 0;

  constructor(of: BuildsOf) {
    this.#of = of;
  }

  async play({ name, project, variables }: Pick<BuildAction, 'name' | 'project' | 'variables'>, at: At): Promise<Left> {
    const { commit, checkouts, folders, screen } = this.#of;
    const cwd = await cleanCheckout(commit, checkouts);
    await linkPackages(cwd, checkouts);
    const install = installOf(project.build);
    const isInstalled = install !== '' && this.#installed === install;
    if (isInstalled) screen.say(`$ ${install} (as before: once a commit)`, 2);
    const told = progressOf(screen);
    try {
      const left = await runBuild({
        build: isInstalled ? withoutInstall(project.build) : project.build,
        cwd,
        env: {
          ...checkouts.env,
          ...project.variables,
          [DELIVERY_VARIABLES.store]: folders.store,
          ...variables,
          CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
          CODEBUILD_SRC_DIR: cwd,
          COLUMNS: String(screen.width - SAID_DEPTH * 2),
        },
        logFile: join(folders.logs, `${String(++this.#count).padStart(2, '0')}-${at.stage}-${name}.log`),
        onCommand: ({ command }) => told.begin(command),
        onOutput: told.hear,
        onEnd: (end) => showEnd(end, screen),
      });
      this.#installed = install;
      return left;
    } finally {
      told.end();
    }
  }
}

function installOf({ commands }: BuildPlan): string {
  return commands.flatMap(({ phase, command }) => (phase === 'install' ? [command] : [])).join('; ');
}

function withoutInstall(build: BuildPlan): BuildPlan {
  return { ...build, commands: build.commands.filter(({ phase }) => phase !== 'install') };
}

/** npm's own two lines before a script. */
const OF_NPM = /^> /;

/** What failed is told as the action's failure; what an installation says is of interest to nobody. */
function showEnd({ phase, exitCode, stdout, both }: CommandEnd, screen: Screen): void {
  if (exitCode !== 0 || phase === 'install') return;
  const lines = (text: string, count: number) => lastLines(text, count).filter((line) => !OF_NPM.test(line));
  const all = lines(both, Infinity);
  for (const line of all.length <= SHOWN_LINES ? all : lines(stdout, SHOWN_LINES)) screen.say(line, SAID_DEPTH);
}

/** Shows the command that runs, for how long it has, and the last line of what it says. */
function progressOf(screen: Screen) {
  let startedAtMs = performance.now();
  let running = '';
  let said = '';
  screen.show((width) => {
    if (running === '') return undefined;
    const [line = ''] = lastLines(said, 1);
    return runningFor({ what: `$ ${running}`, elapsedMs: performance.now() - startedAtMs, detail: line.trim() }, width);
  });
  return {
    begin(command: string): void {
      screen.say(`$ ${command}`, 2);
      [startedAtMs, running, said] = [performance.now(), command, ''];
    },
    hear(text: string): void {
      said = (said + text).slice(-2000);
    },
    end: () => screen.show(undefined),
  };
}
