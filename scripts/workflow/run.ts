import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findDelivery } from '../../environments/index.ts';
import { workflowsOf } from './workflows.ts';

const FOLDER = '.github/workflows';

const delivery = findDelivery();
if (delivery.source.from === 'github-actions') {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, content] of workflowsOf(delivery)) {
    writeFileSync(join(FOLDER, name), content);
    console.log(`${FOLDER}/${name}`);
  }
} else {
  console.error(
    `environments/delivery.ts: source.from is '${delivery.source.from}', and pipelines do the work; allowed for workflows: 'github-actions'`,
  );
  process.exitCode = 1;
}
