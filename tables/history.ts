import { decodeCommit } from './log/actions.ts';
import { logFolder, parseKey } from './log/keys.ts';
import { tableMissing } from './open.ts';
import type { HistoryEntry, TableLocation } from './types.ts';

/** Every commit that the log still holds, oldest first. @throws ObjectNotFound when there is no table. */
export async function history(location: TableLocation): Promise<readonly HistoryEntry[]> {
  const listed = await location.store.list(logFolder(location));
  const commits = listed.flatMap(({ key }) => {
    const parsed = parseKey(key);
    return parsed?.kind === 'commit' ? [{ key, version: parsed.version }] : [];
  });
  if (commits.length === 0) throw tableMissing(location);
  return Promise.all(commits.map(({ key, version }) => readEntry(location, key, version)));
}

async function readEntry({ store }: TableLocation, key: string, version: number): Promise<HistoryEntry> {
  const actions = decodeCommit(await store.read(key), key);
  const info = actions.find((action) => action.commitInfo !== undefined)?.commitInfo;
  return {
    version,
    // The protocol leaves commitInfo to the writer's choice.
    operation: info?.operation ?? 'unknown',
    parameters: asTexts(info?.operationParameters),
    step: info?.userMetadata,
    timestampMs: info?.timestamp ?? 0,
    metrics: asTexts(info?.operationMetrics),
  };
}

function asTexts(values: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asText(value)]));
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
