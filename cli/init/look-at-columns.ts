import * as z from 'zod';
import type { DataContract } from '../../core/contracts/data-contract.ts';
import { refusal } from '../../core/ingest/refusal.ts';
import type { TextRows } from '../../core/ingest/text-rows.ts';
import { chooseId, idCandidates, notToldApart } from '../../core/inspect/choose-id.ts';
import { chooseTarget, chooseTimestamp, requireColumns } from '../../core/inspect/choose-columns.ts';
import { columnProfiler, type ColumnProfile } from '../../core/inspect/column-profile.ts';
import { refuseHeaderless } from '../../core/inspect/headerless.ts';
import { type Apartness, apartnessCounter } from '../../core/inspect/told-apart.ts';
import type { Doubt } from '../../core/inspect/undecided.ts';
import type { InitOptions } from './command.ts';
import type { OpenSource } from './open-source.ts';

export interface ChosenColumns {
  readonly timestamp: ColumnProfile;
  readonly target: ColumnProfile;
  readonly id: string | undefined;
  readonly profiles: readonly ColumnProfile[];
  readonly doubts: readonly Doubt[];
}

type Asked = Pick<InitOptions, 'timestamp' | 'target' | 'id' | 'regressors'>;

/** Which columns have which role: those that are asked for, and else those that look like it. @throws SourceRefused */
export async function chooseColumns(source: OpenSource, contract: DataContract, asked: Asked): Promise<ChosenColumns> {
  refuseHeaderless(
    source.columns.map(({ name }) => name),
    contract,
    source.files[0],
  );
  const profiles = await profilesOf(source, contract);
  if (profiles.every(({ filled, empty }) => filled + empty === 0)) throw noRows(source.files[0]);
  requireColumns(profiles, asked.id === undefined ? [] : [asked.id], '--id');
  requireColumns(profiles, asked.regressors, '--regressors');
  const timestamp = chooseTimestamp(profiles, asked.timestamp);
  const known = [...asked.regressors, ...(asked.id === undefined ? [] : [asked.id])];
  const taken = [timestamp.column.name, ...known];
  const target = chooseTarget(profiles, { asked: asked.target, taken, contract });
  const chosen = { timestamp: timestamp.column, target: target.column, profiles };
  const doubts = [...timestamp.doubts, ...target.doubts];
  if (asked.id !== undefined) return { ...chosen, id: asked.id, doubts };
  const told = await idOf(source, profiles, { timestamp: timestamp.column.name, target: target.column.name, taken });
  return { ...chosen, id: told.id, doubts: [...doubts, ...told.doubts] };
}

function noRows(file: string) {
  return refusal({
    file,
    rule: 'there is a header, but no row',
    got: '0 rows',
    allowed: 'some dozens of rows',
    hint: 'look at the file again: likely an export that found nothing',
  });
}

async function profilesOf(source: OpenSource, contract: DataContract): Promise<readonly ColumnProfile[]> {
  const profilers = source.columns.map(({ name, kind }) => ({ name, profiler: columnProfiler(name, kind, contract) }));
  for await (const cell of cellsOf(source)) {
    for (const { name, profiler } of profilers) profiler.add(cell(name));
  }
  return profilers.map(({ profiler }) => profiler.profile());
}

interface Roles {
  readonly timestamp: string;
  readonly target: string;
  readonly taken: readonly string[];
}

async function idOf(source: OpenSource, profiles: readonly ColumnProfile[], roles: Roles) {
  const candidates = idCandidates(profiles, [...roles.taken, roles.target]).map(({ name }) => name);
  const [alone, ...single] = await apartness(source, [[], ...candidates.map((name) => [name])], roles);
  const chosen = chooseId(alone, single);
  if (chosen !== 'pairs') return chosen;
  const pairs = candidates.flatMap((one, at) => candidates.slice(at + 1).map((two) => [one, two]));
  throw notToldApart(alone, await apartness(source, pairs, roles));
}

async function apartness(
  source: OpenSource,
  sets: readonly (readonly string[])[],
  { timestamp, target }: Roles,
): Promise<readonly Apartness[]> {
  const counter = apartnessCounter(sets);
  for await (const cell of cellsOf(source)) {
    const text = (name: string) => cell(name)?.trim() ?? '';
    counter.add({ timestamp: text(timestamp), value: text(target), cell: text });
  }
  return counter.found();
}

type Cell = (column: string) => string | null;

const textsSchema = z.record(z.string(), z.string().nullable());

/** Every row's text in each of the columns; columns that nobody has chosen yet travel as those that are known ahead do. */
async function* cellsOf(source: OpenSource): AsyncGenerator<Cell> {
  const readable = source.columns.filter(({ kind }) => kind !== 'unreadable');
  // What stands beside a file is read for columns of the data set alone.
  const names = readable
    .toSorted((a, b) => Number(b.isBeside ?? false) - Number(a.isBeside ?? false))
    .map(({ name }) => name);
  const [timestamp, target = timestamp, ...regressors] = names;
  if (timestamp === undefined) return;
  for await (const { text } of source.read({ columns: { timestamp, target }, regressors }, true)) {
    for (let row = 0; row < text.rows; row++) {
      if (text.record[row] === null) yield cellOf(text, row, { timestamp, target });
    }
  }
}

function cellOf(text: TextRows, row: number, slots: { readonly timestamp: string; readonly target: string }): Cell {
  const others = text.regressors[row];
  const cells = new Map(others === null ? [] : Object.entries(textsSchema.parse(JSON.parse(others))));
  cells.set(slots.target, text.value[row]);
  cells.set(slots.timestamp, text.timestamp[row]);
  return (column) => cells.get(column) ?? null;
}
