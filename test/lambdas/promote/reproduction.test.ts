import { describe, expect, it } from '@jest/globals';
import type { ColumnValues, RowBatch } from '../../../core/contracts/table-schema.ts';
import type { Forecaster } from '../../../core/ports.ts';
import { reproduce } from '../../../lambdas/promote/check-compliance/reproduction.ts';
import { platform, WEEKLY } from './fixture.ts';

/** The first row of a column says something else than what the artifact forecasts. */
function saying(forecaster: Forecaster, column: string, value: number | null): Forecaster {
  const changed = (values: ColumnValues) =>
    Array.from<unknown, number | null>(values, (one, row) => (row === 0 ? value : Number(one)));
  return {
    ...forecaster,
    async *forecast(...asked): AsyncGenerator<RowBatch> {
      for await (const { rows, columns } of forecaster.forecast(...asked)) {
        yield { rows, columns: { ...columns, [column]: changed(columns[column]) } };
      }
    },
  };
}

describe('a version that is to forecast what its fit has recorded', () => {
  const furtherLevels = [0.95];

  it.each(['yhat', 'yhat_lower', 'yhat_upper', 'naive', 'scale', 'yhat_lower_95', 'yhat_upper_95'])(
    'is held to every number that people get: %s',
    async (column) => {
      const { ports, train } = platform({ ...WEEKLY, furtherLevels });
      const version = await ports.registry.describe('weather', await train('run-1'));
      expect(await reproduce(version, ports)).toEqual({ maxDifference: 0, rows: 14 });
      for (const value of [null, NaN]) {
        const forecaster = saying(ports.forecaster, column, value);
        expect(await reproduce(version, { ...ports, forecaster })).toEqual({ maxDifference: Infinity, rows: 14 });
      }
      const { maxDifference } = await reproduce(version, {
        ...ports,
        forecaster: saying(ports.forecaster, column, 1e6),
      });
      expect(maxDifference).toBeGreaterThan(1e5);
    },
  );

  it('forecasts the same rows, no more and no fewer', async () => {
    const { ports, train } = platform(WEEKLY);
    const version = await ports.registry.describe('weather', await train('run-1'));
    const times = (count: number): Forecaster => ({
      ...ports.forecaster,
      async *forecast(...asked): AsyncGenerator<RowBatch> {
        for (let time = 0; time < count; time++) yield* ports.forecaster.forecast(...asked);
      },
    });
    expect(await reproduce(version, { ...ports, forecaster: times(0) })).toEqual({ maxDifference: Infinity, rows: 0 });
    expect(await reproduce(version, { ...ports, forecaster: times(2) })).toEqual({ maxDifference: Infinity, rows: 28 });
  });
});
