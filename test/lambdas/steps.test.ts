import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Ports } from '../../core/ports.ts';
import { STEPS } from '../../lambdas/steps.ts';
import { memoryPorts } from '../support/ports.ts';

const ROOT = new URL('../../', import.meta.url);
const textOf = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

/** The ports in the signature of a module's `run`. */
function declaredPorts(module: string): readonly string[] {
  const [, ports] = /export async function run\([^)]*?Pick<\s*Ports,\s*([^>]*)>/s.exec(textOf(module)) ?? [];
  return (ports ?? '').match(/(?<=')\w+(?=')/g) ?? [];
}

describe('the table of steps', () => {
  it.each(Object.entries(STEPS))('%s: its row names the ports that its code takes, and no others', (_, row) => {
    expect(declaredPorts(row.module)).not.toEqual([]);
    expect([...declaredPorts(row.module)].sort()).toEqual([...row.ports].sort());
  });

  it.each(Object.entries(STEPS))('%s: what a laptop loads is what the function bundles', async (_, row) => {
    const below = row.module.replace('lambdas/', './');
    expect(textOf('lambdas/steps.ts')).toMatch(
      new RegExp(`'${row.module}',\\s+load: \\(\\) => import\\('${below}'\\)`),
    );
    const code = (await import(new URL(row.module, ROOT).href)) as Record<string, unknown>;
    expect(code).toEqual(expect.objectContaining({ run: expect.any(Function), handler: expect.any(Function) }));
  });

  it('gives a step its own ports only', async () => {
    const asked: PropertyKey[] = [];
    const ports = new Proxy(memoryPorts({ datasets: [] }), {
      get: (target, name) => (asked.push(name), target[name as keyof Ports]),
    });
    const window = {
      train: { start: '2020-01-01', end: '2020-12-31' },
      evaluate: { start: '2021-01-01', end: '2021-06-30' },
    };
    const event = { dataset: 'weather', runId: 'run-1', window, policy: 'gates', production: null };
    await STEPS['plan-looks'].execute(event, () => ports).catch(() => undefined);
    expect(asked).toEqual(['datasets']);
  });
});
