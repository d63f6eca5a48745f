import { writeSync } from 'node:fs';
import { Trial, type Tried } from './try-file.ts';

/** Of a worker to its parent. */
export interface Told {
  readonly seed: number;
  readonly tried: Tried;
}

/** Where the number of the file that is being read stands: a message would wait for what never ends. */
const PLACE_FD = 3;
const TOLD_AT_ONCE = 100;

const [first, count] = process.argv.slice(2).map(Number);
const trial = await Trial.begin();
let told: Told[] = [];
for (let seed = first; seed < first + count; seed += 1) {
  writeSync(PLACE_FD, String(seed).padStart(15), 0);
  told.push({ seed, tried: await trial.file(seed) });
  if (told.length === TOLD_AT_ONCE) await tell();
}
await tell();

async function tell(): Promise<void> {
  const sent = told;
  told = [];
  await new Promise<void>((done) => process.stdout.write(`${JSON.stringify(sent)}\n`, () => done()));
}
