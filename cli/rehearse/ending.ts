import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deliveryKeys } from '../../core/contracts/delivery.ts';
import { standing } from '../../core/delivery/deployments.ts';
import { ENVIRONMENTS } from '../../environments/index.ts';
import type { ActionOutcome } from '../../local/delivery/walk.ts';
import { type Column, fittedTable } from '../table.ts';
import { type Rehearsal, ROOT } from './rehearsal.ts';
import type { Screen } from '../progress/screen.ts';

interface Ending {
  readonly rehearsal: Rehearsal;
  readonly outcomes: readonly ActionOutcome[];
  readonly screen: Screen;
}

/** What was played, what would stand where, where the evidence is, and what was assumed. */
export async function showEnding({ rehearsal, outcomes, screen }: Ending): Promise<void> {
  const { place, folders, revision, hostAt } = rehearsal;
  const { releases } = hostAt(ROOT);
  screen.say('');
  screen.say(outcomesTable(outcomes, place.stack, screen.width));
  screen.say('\nWhat would stand:');
  for (const environment of Object.values(ENVIRONMENTS)) {
    const stands = standing(await releases.deployments(environment.name));
    const build = stands === undefined ? undefined : await releases.build(stands.commit);
    const { stack, account, region } = build?.assemblies[environment.name] ?? {};
    const where = `${stack} of ${account} in ${region}, image ${build?.image}`;
    screen.say(
      stands === undefined
        ? `${environment.name}: nothing`
        : `${environment.name}: ${stands.commit} by a ${stands.kind}, ${where}`,
      1,
    );
  }
  const page = join(folders.store, deliveryKeys.evidencePage(revision.commit));
  screen.say('');
  if (existsSync(page)) screen.point('Evidence page:', page);
  else screen.say('Evidence page: none was made');
  screen.say('\nAssumed, since no account was asked:');
  for (const { fact, assumed, why } of await releases.assumed()) screen.say(`${fact}: ${assumed} (${why})`, 1);
  screen.say(`\nEverything that the commands said: ${folders.logs}`);
}

/** Pipelines by what their stack's name leaves of theirs. */
export function outcomesTable(outcomes: readonly ActionOutcome[], stack: string, width: number): string {
  const rows = outcomes.map(({ pipeline, stage, action, outcome, why, seconds }) => ({
    cells: [
      pipeline.replace(`${stack}-`, ''),
      stage,
      action,
      outcome === 'left out' ? `left out (${why ?? ''})` : outcome,
      seconds.toFixed(1),
    ],
  }));
  return fittedTable({ columns: COLUMNS, rows }, width).join('\n');
}

const COLUMNS: readonly Column[] = [
  { title: 'pipeline' },
  { title: 'stage' },
  { title: 'action' },
  { title: 'outcome' },
  { title: 'seconds', isFigure: true },
];
