import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { runCommand } from '../../cli/run-command.ts';
import { casesOf, type Outcome, outcomeOf } from '../../test/local/faults/campaign.ts';
import { scenarios } from '../../test/local/faults/scenarios.ts';
import { flawText, summaryOf } from '../../test/local/faults/summary.ts';

const command = z
  .strictObject({
    fault: z.string().default('').meta({ description: 'only faults whose names have this in them' }),
  })
  .meta({
    title: 'verify:faults',
    description:
      "Runs dev's state machines on a small platform in memory, again and again, each time with one fault at one place: a killed\n" +
      'process, an answer that is lost, a right that is gone. Afterwards everything must be as after a run without it, or as before with\n' +
      'one record and one message of the failure, and as after a run without it once the run was asked for again.',
  });

await runCommand(command, async ({ fault }) => {
  // The synthesized machines are kept in a folder of this run alone (test/support/once-a-suite.ts).
  const folder = mkdtempSync(join(tmpdir(), 'verify-faults-'));
  process.env.TMPDIR = folder;
  try {
    const cases = (await casesOf(await scenarios(folder))).filter(({ fault: { name } }) => name.includes(fault));
    const outcomes: Outcome[] = [];
    for (const one of cases) {
      const outcome = await outcomeOf(one);
      outcomes.push(outcome);
      if (outcomes.length % 100 === 0) process.stderr.write(`${outcomes.length} of ${cases.length}\n`);
      if (outcome.flaws.length > 0) process.stderr.write(`${flawText(outcome)}\n`);
    }
    const { text, right } = summaryOf(outcomes);
    process.stdout.write(`${text}\n`);
    if (right < cases.length) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
