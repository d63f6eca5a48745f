// Runs npm scripts that need nothing of one another, two at a time: node scripts/side-by-side.mjs format:check lint
// Plain JavaScript: CI starts before anything is installed.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs each, two at a time, in their order. */
export async function twoAtATime(all, run) {
  const left = [...all];
  const lane = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await run(one);
  };
  await Promise.all([lane(), lane()]);
}

/**
 * Runs a command to its end; what it says is shown as it comes, or as a whole at its end, so that it is not mixed with what others say.
 * @returns its exit code, and what it said
 */
export function runCommand(command, { asAWhole }) {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.on('data', (chunk) => {
        text += chunk;
        if (!asAWhole) to.write(chunk);
      });
    }
    child.on('close', (code) => {
      if (asAWhole) process.stdout.write(text);
      resolve({ code, text });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await twoAtATime(process.argv.slice(2), async (script) => {
    const { code } = await runCommand(`npm run ${script}`, { asAWhole: true });
    if (code !== 0) process.exitCode = 1;
  });
}
