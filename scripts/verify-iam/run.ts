import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { runCommand } from '../../cli/run-command.ts';
import { JUDGED_NAMES, type JudgedName, recorded } from './environment.ts';
import type { Verdict } from './judged/verdict.ts';
import { verdictOn } from './judged/verify.ts';
import { findings, table } from './print.ts';

/** What CI judges; the policies of the others are theirs but for what a literal says otherwise. */
const JUDGED_ALWAYS: readonly JudgedName[] = ['dev', 'prod'];

/** By so many calls at least the policies have to be shown to deny. */
const DENIED_AT_LEAST = 45_000;

const command = z
  .strictObject({
    environment: z
      .enum(JUDGED_NAMES)
      .optional()
      .meta({ placeholder: 'NAME', description: 'only this one, and its verdict as JSON' }),
    mutate: z
      .boolean()
      .default(false)
      .meta({ description: 'also changes every statement, one at a time: each has to be noticed' }),
    whole: z.boolean().default(false).meta({
      description: "also staging, and a company's literal with a network, a boundary, a prefix and keys of its own",
    }),
    all: z.boolean().default(false).meta({ description: 'shows every call that is answered wrongly' }),
  })
  .meta({
    title: 'verify:iam',
    description:
      'Runs the machines of dev and prod on an account in memory, takes down every call that the code makes of AWS, and\n' +
      'asks the synthesized policies by the rules of IAM: whether these calls are allowed, and everything else is denied.',
  });

await runCommand(command, async ({ environment, mutate, whole, all }) => {
  if (environment !== undefined) {
    const { stack, calls } = await recorded(environment, (line) => process.stderr.write(`${environment}: ${line}\n`));
    process.stdout.write(JSON.stringify(verdictOn(stack, calls, { mutate })));
    return;
  }
  const verdicts = await Promise.all((whole ? JUDGED_NAMES : JUDGED_ALWAYS).map((name) => verdictOf(name, mutate)));
  for (const line of verdicts.flatMap((verdict) => findings(verdict, all))) write(line);
  write(`\n${table(verdicts)}`);
  process.exitCode = isAsItMust(verdicts) ? 0 : 1;
});

function isAsItMust(verdicts: readonly Verdict[]): boolean {
  const wrong = verdicts.flatMap(({ refused, allowed, problems, mutation }) => [
    ...[...refused, ...allowed],
    ...[...problems, ...(mutation?.survivors ?? [])],
  ]);
  const denied = verdicts.flatMap((verdict) => verdict.denied).reduce((sum, { asked }) => sum + asked, 0);
  return wrong.length === 0 && denied >= DENIED_AT_LEAST;
}

/** In a process of its own, so that every core has one. */
async function verdictOf(name: JudgedName, mutate: boolean): Promise<Verdict> {
  const script = fileURLToPath(import.meta.url);
  const asked = ['--environment', name, ...(mutate ? ['--mutate'] : [])];
  const child = spawn(process.execPath, ['--import', 'tsx', '--no-warnings', script, ...asked], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the verdict on ${name} could not be found: its process ended with ${String(code)}`);
  // Before it, what the functions log.
  return JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as Verdict;
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
