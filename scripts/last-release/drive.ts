import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDemoData } from '../../cli/demo/demo-data.ts';
import { definitionsOf } from '../../cli/definitions/definitions-of.ts';
import { weather } from '../../datasets/weather.ts';
import { localPorts } from '../../hosts/folder.ts';
import { createPlatform } from '../../local/platform/platform.ts';

/**
 * `drive.ts FOLDER MACHINE NAME INPUT`: runs a machine of prod on the data set `weather` of a folder, and prints how it ended as JSON. It runs in the
 * checkout that it lies in, a former release's or this one's: a release that has none gets this one.
 */
const [root = '', machine = '', name = '', input = '{}'] = process.argv.slice(2);

const landed = join(root, 'landing', weather.source.prefix);
await mkdir(root, { recursive: true });
await writeDemoData(landed.endsWith('.csv') ? landed : join(landed, 'temperatures.csv'));
await writeFile(join(root, 'dataset.json'), JSON.stringify(weather));
const platform = await createPlatform({
  root,
  // Both releases sign and verify with the folder's own key, as both would with the environment's.
  ports: localPorts(root, [weather], { keyFolder: join(root, 'signing-key') }),
  definitions: await definitionsOf('prod'),
  seed: weather.seed,
  approvals: 'automatic',
  onEvent: () => undefined,
});
const { execution, failed } = await platform.run(machine, name, JSON.parse(input));
const { status, output } = execution;
process.stdout.write(`${JSON.stringify({ status, output, error: failed?.error, cause: failed?.cause })}\n`);
// Containers that were started for the next job would be waited for.
process.exit(0);
