import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '../../core/contracts/dataset.ts';
import type { Stores } from '../../core/ports.ts';
import { catalogOf, DATASETS } from '../../datasets/index.ts';
import { localPorts } from '../../hosts/folder.ts';
import { UsageError } from '../errors.ts';
import { folderDataset } from '../place/local-folder.ts';
import type { Target } from '../place/place.ts';

/** A data set, and where its deliveries lie. */
export interface Delivered {
  readonly dataset: Dataset;
  readonly stores: Stores;
}

/** @throws UsageError where the folder is no platform's; DatasetUnknown, EnvironmentUnreachable */
export async function deliveriesAt({ dataset: name, place }: Target): Promise<Delivered> {
  if (place.on === 'folder') {
    const { folder } = place;
    await requireBronze(folder);
    return { dataset: await folderDataset(folder, name), stores: localPorts(folder, []).stores };
  }
  const dataset = catalogOf(DATASETS).find(name);
  const { stores } = await (await import('../../hosts/account.ts')).accountRegistry(place.environment);
  return { dataset, stores };
}

async function requireBronze(folder: string): Promise<void> {
  const found = await stat(join(folder, 'bronze')).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new UsageError(
    `--folder '${folder}' holds no deliveries; 'npm start' makes some in out/demo, ` +
      "'npm run replay -- --data FILE ... --out DIR' in DIR",
  );
}
