import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { TAMPERINGS } from '../support/tamperings.ts';
import { DELIVERIES } from './deliveries.ts';
import { FOLDERS } from './folders.ts';
import { NAMES } from './names.ts';
import { RECORDS } from './records.ts';

const TABLES = { names: NAMES, records: RECORDS, folders: FOLDERS, deliveries: DELIVERIES };
const ALL = Object.values(TABLES).flat();

describe.each(Object.entries(TABLES))('somebody (%s)', (_, attacks) => {
  it.each(attacks)('$name', async ({ refusedBy, says, attempt }) => {
    await expect(attempt()).rejects.toMatchObject({ name: refusedBy, message: expect.stringContaining(says) });
  });
});

describe('the attacks', () => {
  it('are at least 60 here, each of another name, and as many again on a signed folder', () => {
    expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length);
    expect(ALL.length).toBeGreaterThanOrEqual(60);
    expect(TAMPERINGS.length).toBeGreaterThanOrEqual(50);
  });

  it('have a list that leads to all of them', () => {
    const list = readFileSync('test/attacks/README.md', 'utf8');
    const files = [...list.matchAll(/\]\((\.\.?\/[^)]+)\)/g)].map(([, path]) => new URL(path, import.meta.url));
    expect(files.length).toBeGreaterThanOrEqual(10);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    for (const table of Object.keys(TABLES)) expect(list).toContain(`(./${table}.ts)`);
  });
});
