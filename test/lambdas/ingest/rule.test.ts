import { describe, expect, it } from '@jest/globals';
import { ruleStep } from '../../../core/contracts/steps/ingest.ts';
import { bronzeDeliveries } from '../../../lake/bronze-deliveries.ts';
import { allRulings } from '../../../lake/rulings.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run } from '../../../lambdas/ingest/rule.ts';
import { STEPS } from '../../../lambdas/steps.ts';
import { DAILY } from '../../support/dataset.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';

const HEADER = 'station,date,temp\n';
const A = `${HEADER}a,2012-01-01,1\na,2012-01-02,2\n`;
const B = `${HEADER}a,2012-01-02,20\n`;
const ASKED = { dataset: 'weather', runId: 'r1', delivery: 'weather/b.csv', ruling: 'withdraw', by: 'ann' } as const;

async function delivered(files: Readonly<Record<string, string>> = { 'a.csv': A, 'b.csv': B }): Promise<MemoryPorts> {
  const ports = memoryPorts({ datasets: [DAILY] });
  for (const [name, text] of Object.entries(files)) ports.stores.landing.put(`weather/${name}`, text);
  if (Object.keys(files).length > 0) await ingest({ dataset: 'weather' }, ports);
  return ports;
}

const rule = async (ports: MemoryPorts, over: object = {}) =>
  ruleStep.output.parse(await STEPS.rule.execute({ ...ASKED, reason: 'ten times too high', ...over }, () => ports));

describe('rule', () => {
  it('keeps what somebody rules on a delivery, and tells people', async () => {
    const ports = await delivered();
    const [, b] = await bronzeDeliveries(ports.stores.bronze, 'weather');
    const kept = await rule(ports, { reason: '  ten times too high ' });
    expect(kept).toEqual({
      dataset: 'weather',
      delivery: b.sha256,
      key: 'weather/b.csv',
      ruling: 'withdraw',
      by: 'ann',
      reason: 'ten times too high',
      at: new Date(ports.clock.nowMs()).toISOString(),
      runId: 'r1',
      rows: 1,
    });
    const [ruling, ...others] = await allRulings(ports.stores.bronze, 'weather');
    expect({ dataset: 'weather', rows: 1, ...ruling }).toEqual(kept);
    expect(others).toEqual([]);
    expect(ports.notifications).toEqual([
      {
        subject: 'weather: somebody ruled on a delivery',
        message:
          `withdraw ${b.sha256.slice(0, 12)}, 1 row of 'weather/b.csv'. By ann: ten times too high\n` +
          'From the next training, look or forecast on nothing of it is read, and what it had restated is as it was.',
      },
    ]);
  });

  it('is made once, however often its run is tried', async () => {
    const ports = await delivered();
    const first = await rule(ports);
    expect(await rule({ ...ports, clock: { nowMs: () => 0 } })).toEqual(first);
    expect(await allRulings(ports.stores.bronze, 'weather')).toHaveLength(1);
  });

  it('of another run that changes nothing is refused', async () => {
    const ports = await delivered();
    await rule(ports);
    await expect(rule(ports, { runId: 'r2' })).rejects.toMatchObject({ name: 'RulingRefused' });
    await rule(ports, { runId: 'r3', ruling: 'restore' });
    await rule(ports, { runId: 'r4', ruling: 'accept' });
    const kinds = (await allRulings(ports.stores.bronze, 'weather')).map(({ ruling }) => ruling);
    expect(kinds).toEqual(['withdraw', 'restore', 'accept']);
  });

  it.each([
    ['an unknown delivery', { delivery: 'weather/c.csv' }, 'DeliveryUnknown'],
    ['an unknown data set', { dataset: 'nope' }, 'DatasetUnknown'],
    ['an empty reason', { reason: '  ' }, 'StepInputInvalid'],
    ['nobody', { by: '' }, 'StepInputInvalid'],
    ['no delivery', { delivery: ' ' }, 'StepInputInvalid'],
    ['another ruling', { ruling: 'delete' }, 'StepInputInvalid'],
  ])('is refused for %s, and nothing is kept', async (_, over, name) => {
    const ports = await delivered();
    await expect(rule(ports, over)).rejects.toMatchObject({ name });
    expect(await allRulings(ports.stores.bronze, 'weather')).toEqual([]);
    expect(ports.notifications).toEqual([]);
  });

  it('is refused where nothing was delivered', async () => {
    const ports = await delivered({});
    await expect(run({ ...ASKED, reason: 'x' }, ports)).rejects.toMatchObject({
      name: 'DeliveryUnknown',
      message: expect.stringContaining("bronze holds no delivery of 'weather' yet"),
    });
  });
});

describe('a withdrawn delivery', () => {
  it('stays withdrawn where its file lies in the landing bucket, or comes again by another name, and ingest says so', async () => {
    const ports = await delivered();
    await rule(ports);
    expect(await ingest({ dataset: 'weather' }, ports)).toMatchObject({ newFiles: 0, withdrawn: ['weather/b.csv'] });
    ports.stores.landing.put('weather/c.csv', B);
    const output = await ingest({ dataset: 'weather' }, ports);
    expect(output).toMatchObject({ newFiles: 0, newRows: 0, withdrawn: ['weather/b.csv', 'weather/c.csv'] });
    expect(await ingest({ dataset: 'weather' }, ports)).toEqual(output);
    await rule(ports, { runId: 'r2', ruling: 'restore' });
    expect(await ingest({ dataset: 'weather' }, ports)).not.toHaveProperty('withdrawn');
  });

  it('takes another with it by no means: the corrected file of the same name is read', async () => {
    const ports = await delivered();
    await rule(ports);
    ports.stores.landing.put('weather/b.csv', `${HEADER}a,2012-01-02,2\n`);
    const output = await ingest({ dataset: 'weather' }, ports);
    expect(output).toMatchObject({ newFiles: 1, newRows: 1 });
    expect(output).not.toHaveProperty('withdrawn');
  });
});
