import { readFiles, type Judged } from '../mutated/pool.ts';
import type { Figure, SectionContext } from '../report.ts';

/** More than any time allows. */
const ENDLESS = 1e9;

/** Of what should not be, so many are told one by one. */
const TOLD = 5;

/** Files of every kind, damaged by bytes and by structure, are read as deliveries are: each is refused by name, or read as it stands. */
export async function mutated({ mutated: options, write }: SectionContext): Promise<readonly Figure[]> {
  const found = new Map<string, number>();
  const faults: Judged[] = [];
  const count = (name: string): number => found.get(name) ?? 0;
  const startedAtMs = performance.now();
  const each = (judged: Judged): void => {
    const { kind, verdict } = judged.tried;
    for (const name of ['all', verdict, `${kind}: ${verdict}`]) found.set(name, count(name) + 1);
    if (verdict === 'crashed' || verdict === 'hung' || verdict === 'differs') faults.push(judged);
  };
  const processes = options['mutated-processes'];
  const most = Math.ceil((options['mutated-files'] ?? ENDLESS) / processes);
  const untilMs = startedAtMs + options['mutated-seconds'] * 1000;
  await Promise.all(
    Array.from({ length: processes }, (_, i) => readFiles(options['mutated-seed'] + i * most, { untilMs, most, each })),
  );
  for (const { seed, tried } of faults.slice(0, 10 * TOLD))
    write(`  file ${seed}, ${tried.kind} ${tried.name}: ${tried.verdict}: ${tried.why ?? ''}`);
  const byKind = [...found].filter(([name]) => name.includes(': ')).sort(([a], [b]) => (a < b ? -1 : 1));
  const note = byKind.map(([name, files]) => `${name} ${files}`).join('; ');
  const faulty = (name: string, verdict: string): Figure => {
    const seeds = faults.filter(({ tried }) => tried.verdict === verdict).map(({ seed }) => seed);
    const limitedBy = `these are: --mutated-files 1 --mutated-seed ${seeds.slice(0, TOLD).join(', ')}`;
    return { name, value: seeds.length, unit: 'files', target: { atMost: 0 }, limitedBy };
  };
  return [
    { name: 'damaged files that were read', value: count('all'), unit: 'files', note },
    { name: 'refused by name', value: count('refused'), unit: 'files' },
    faulty('that ended in no named error', 'crashed'),
    faulty('that took for ever', 'hung'),
    faulty('read as another in silence', 'differs'),
  ];
}
