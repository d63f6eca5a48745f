// Runs every command of the README's ```sh blocks, in order, as a new user would, and counts. Plain JavaScript: it starts
// before anything is installed. Blocks marked ```sh no-ci need an AWS account and are left out.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { documentedBlocks } from './documented-blocks.mjs';

const totals = { passed: 0, failed: 0, skipped: 0 };

/** Runs one command, shows its output, and resolves to its exit code and text. */
function run(command) {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.on('data', (chunk) => {
        text += chunk;
        to.write(chunk);
      });
    }
    child.on('close', (code) => resolve({ code, text }));
  });
}

/** Adds the closing lines of commands that count: "Tests: 1 failed, 2 skipped, 3 passed, 6 total", or "3 passed, 1 failed, 2 skipped". */
function addCounts(text) {
  for (const [, line] of text.matchAll(/^(?:Tests:\s+)?(\d+ (?:failed|skipped|passed), .*)$/gm)) {
    for (const [, count, kind] of line.matchAll(/(\d+) (failed|skipped|passed)/g)) totals[kind] += Number(count);
  }
}

const blocks = documentedBlocks(readFileSync('README.md', 'utf8'));
for (const command of blocks.flatMap(({ kind, commands }) => (kind === 'sh' ? commands : []))) {
  console.log(`\n$ ${command}`);
  const startedAt = process.hrtime.bigint();
  const { code, text } = await run(command);
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  console.log(`${code === 0 ? 'ok' : `FAILED (exit ${code})`} in ${seconds.toFixed(1)} s: ${command}`);
  totals[code === 0 ? 'passed' : 'failed'] += 1;
  addCounts(text);
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
