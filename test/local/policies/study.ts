import type { Dataset } from '../../../core/contracts/dataset.ts';
import { parseCommand } from '../../../cli/options.ts';
import { replayCommand } from '../../../cli/replay/command.ts';
import { ownDataset } from '../../../cli/replay/own-dataset.ts';
import { CSV_NAME, HOLDOUT } from './histories.ts';

/** What `npm run replay` takes a weekly file for, but for a holdout that leaves room for an episode before it. */
export function replayedDataset(): Dataset {
  const lengths = ['--frequency', 'week', '--train', '3y', '--evaluate', '1y', '--holdout', `${HOLDOUT}w`];
  const columns = ['--timestamp', 'date', '--target', 'value'];
  const files = ['--data', CSV_NAME, '--out', 'nowhere'];
  return ownDataset(parseCommand(replayCommand, [...files, ...columns, ...lengths])!);
}
