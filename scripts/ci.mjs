// Runs every command of the README's ```sh blocks, in order, as a new user would, and counts. Plain JavaScript: it starts
// before anything is installed. Commands of blocks marked ```sh alone need nothing of any other, and run last, two at a time.
// Blocks marked ```sh no-ci need an AWS account and are left out.
import { readFileSync } from 'node:fs';
import { documentedBlocks } from './documented-blocks.mjs';
import { runCommand, twoAtATime } from './side-by-side.mjs';

const totals = { passed: 0, failed: 0, skipped: 0 };

/** Adds the closing lines of commands that count: "Tests: 1 failed, 2 skipped, 3 passed, 6 total", or "3 passed, 1 failed, 2 skipped". */
function addCounts(text) {
  for (const [, line] of text.matchAll(/^(?:Tests:\s+)?(\d+ (?:failed|skipped|passed), .*)$/gm)) {
    for (const [, count, kind] of line.matchAll(/(\d+) (failed|skipped|passed)/g)) totals[kind] += Number(count);
  }
}

async function count(command, options) {
  console.log(`\n$ ${command}`);
  const startedAt = process.hrtime.bigint();
  const { code, text } = await runCommand(command, options);
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  console.log(`${code === 0 ? 'ok' : `FAILED (exit ${code})`} in ${seconds.toFixed(1)} s: ${command}`);
  totals[code === 0 ? 'passed' : 'failed'] += 1;
  addCounts(text);
}

const blocks = documentedBlocks(readFileSync('README.md', 'utf8'));
const ofKind = (wanted) => blocks.flatMap(({ kind, commands }) => (kind === wanted ? commands : []));
for (const command of ofKind('sh')) await count(command, { asAWhole: false });
await twoAtATime(ofKind('sh alone'), (command) => count(command, { asAWhole: true }));
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
