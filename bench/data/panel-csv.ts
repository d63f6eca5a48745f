import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatPeriod, inferAxis } from '../../core/series/time-axis.ts';
import { WORK_DIR } from '../paths.ts';
import { panelSeries, type Shape } from './panel.ts';

/** The first series of the panel as one long file: unique_id, ds, y. */
export async function writePanelCsv(series: number, shape: Shape): Promise<string> {
  const axis = inferAxis('day', 0);
  const lines = Array.from({ length: series }, (_, index) => panelSeries(index, shape)).flatMap(({ uniqueId, ds, y }) =>
    Array.from(ds, (day, row) => `${uniqueId},${formatPeriod(axis, day)},${y[row]}`),
  );
  const path = join(WORK_DIR, `panel-${series}-${shape}.csv`);
  await writeFile(path, `unique_id,ds,y\n${lines.join('\n')}\n`);
  return path;
}
