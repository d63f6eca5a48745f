import { plural } from '../../core/contracts/figures.ts';
import type { WaitingEntry, WaitingList } from '../../core/contracts/waiting.ts';
import { visible } from '../../core/contracts/visible.ts';

/** What a server is down for, as one line. @param waiting of one server, at least one, oldest first */
export function waitsText(waiting: readonly WaitingEntry[]): string {
  const [{ reason }] = waiting;
  return visible(
    `${sinceText(waiting)}. Nothing is lost: the next run that is tracked there sends what waits. ` +
      `${waiting.length === 1 ? 'It' : 'The first'} was not taken because ${reason}`,
  );
}

export function refusedText(entry: WaitingEntry): string {
  return refusal(entry, 'it is set apart, and tried again behind the others');
}

/** Of what waited, and is not tried again. */
export function givenUpText(entry: WaitingEntry): string {
  return refusal(entry, 'it waits no more');
}

function refusal({ uri, kind, dataset, runId, part, reason }: WaitingEntry, then: string): string {
  const what = `${WHAT[kind]} of ${dataset}, run ${runId}${part === '' ? '' : `, ${part}`}`;
  return visible(`The tracking server ${uri} refuses ${what} (${then}): ${reason}`);
}

const WHAT: Readonly<Record<WaitingEntry['kind'], string>> = {
  record: 'the training',
  evaluate: 'an evaluation',
  markProduction: 'the mark of Production',
  markRefused: 'the mark of a refusal',
};

function sinceText(waiting: readonly WaitingEntry[]): string {
  const [{ uri, sinceMs }] = waiting;
  const since = `${new Date(sinceMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `${plural(waiting.length, 'record')} for the tracking server ${uri} ${waiting.length === 1 ? 'waits' : 'wait'} since ${since}`;
}

/** A line for each server, without reasons. */
export function elsewhereTexts(entries: readonly WaitingEntry[]): readonly string[] {
  return byServer(entries).map((here) => visible(`${sinceText(here)}; 'models show' says why`));
}

function byServer(entries: readonly WaitingEntry[]): readonly (readonly WaitingEntry[])[] {
  return [...new Set(entries.map(({ uri }) => uri))].map((uri) => entries.filter((entry) => entry.uri === uri));
}

/** Everything that waits, a line for each server and for each refusal; none where nothing waits. */
export function waitingTexts({ entries }: Pick<WaitingList, 'entries'>): readonly string[] {
  return byServer(entries).flatMap((here) => {
    const waiting = here.filter(({ isRefused }) => !isRefused);
    const refused = here.filter(({ isRefused }) => isRefused).map(refusedText);
    return waiting.length === 0 ? refused : [waitsText(waiting), ...refused];
  });
}
