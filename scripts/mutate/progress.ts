const SAY_EVERY_MS = 10_000;

/** Says on stderr now and then how far a long piece of work is, and how long the rest will take at this pace. */
export function progress(total: number): (found: string) => void {
  const startedAtMs = performance.now();
  const counts = new Map<string, number>();
  let done = 0;
  let saidAtMs = startedAtMs;
  return (found) => {
    done++;
    counts.set(found, (counts.get(found) ?? 0) + 1);
    const nowMs = performance.now();
    if (nowMs - saidAtMs < SAY_EVERY_MS) return;
    saidAtMs = nowMs;
    const secondsLeft = Math.round(((nowMs - startedAtMs) * (total - done)) / done / 1000);
    const figures = [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
    process.stderr.write(`${done} of ${total}: ${figures}; ${secondsLeft} s to go\n`);
  };
}
