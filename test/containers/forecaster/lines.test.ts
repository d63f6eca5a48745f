import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { linesIn } from '../../../containers/forecaster/lines.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function linesOf(text: string): Promise<readonly string[]> {
  const file = join(await temporaryFolder(), 'lines');
  await writeFile(file, text);
  return [...linesIn(file)];
}

it('reads lines, with or without an end of the last one', async () => {
  expect(await linesOf('a\n\nb\n')).toEqual(['a', '', 'b']);
  expect(await linesOf('a\nb')).toEqual(['a', 'b']);
  expect(await linesOf('')).toEqual([]);
});

it('reads lines and characters that lie across the pieces', async () => {
  const long = 'ä'.repeat(300_000);
  expect(await linesOf(`x${long}\n${long}\nend\n`)).toEqual([`x${long}`, long, 'end']);
});

it('takes what JSON leaves as it is in a name for no end of a line', async () => {
  expect(await linesOf('a\u2028b\n')).toEqual(['a\u2028b']);
});
