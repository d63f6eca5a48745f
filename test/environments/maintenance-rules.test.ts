import { describe, expect, it } from '@jest/globals';
import { weather } from '../../datasets/weather.ts';
import { checkEnvironment, ENVIRONMENTS } from '../../environments/index.ts';
import { versionsOutliveTrainings } from '../../environments/maintenance-rules.ts';

const { dev } = ENVIRONMENTS;
const of = (keepVersionsDays: number, maxTrainingAge: string, datasets = ['weather']) =>
  versionsOutliveTrainings({ ...dev, datasets, maintenance: { ...dev.maintenance, keepVersionsDays } }, [
    { name: 'weather', promotion: { ...weather.promotion, maxTrainingAge } },
  ]);

describe('versions outlive trainings', () => {
  it.each([
    [90, '90d'],
    [1, '24h'],
    [56, '8w'],
    [92, '1q'],
    [732, '2y'],
  ])('complies: %d days for %s', (days, age) => {
    expect(of(days, age)).toBeUndefined();
  });

  it.each([
    [89, '90d', 'at least 90'],
    [1, '25h', 'at least 2'],
    [185, '6m', 'at least 186'],
  ])('does not: %d days for %s', (days, age, allowed) => {
    expect(of(days, age)).toMatchObject({ got: days, allowed: expect.stringContaining(allowed) });
  });

  it('does not apply to data sets that are not there', () => {
    expect(of(1, '90d', ['energy'])).toBeUndefined();
  });

  it('is asked of every environment', () => {
    const literal = { ...dev, datasets: ['weather'], maintenance: { ...dev.maintenance, keepVersionsDays: 30 } };
    expect(() => checkEnvironment(literal)).toThrow(/keepVersionsDays would delete silver/);
  });
});
