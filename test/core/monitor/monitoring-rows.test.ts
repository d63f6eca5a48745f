import { describe, expect, it } from '@jest/globals';
import { MONITORING_SCHEMA } from '../../../core/contracts/tables.ts';
import { NO_ERRORS } from '../../../core/evaluate/realised-errors.ts';
import { monitoringRows } from '../../../core/monitor/monitoring-rows.ts';

const drift = (stabilityIndex: number) => ({ stabilityIndex, missingShare: 0.25, observed: 4 });
const errors = (squared: number) => ({ ...NO_ERRORS, joined: 4, squared, naivePoints: 4, naiveSquared: 64 });

const PANEL = {
  modelVersion: 5,
  errors: new Map([
    ['north/a', errors(16)],
    ['south/b', errors(36)],
  ]),
  drift: {
    pooled: drift(0.1),
    bySegment: new Map([['north', drift(0.2)]]),
    bySeries: new Map([['north/c', drift(0.3)]]),
    worstSeries: 'north/c',
  },
  segmentOf: (uniqueId: string) => uniqueId.split('/')[0],
};

describe('monitoringRows', () => {
  const { rows, columns } = monitoringRows(PANEL);
  const ids = columns.unique_id as readonly (string | null)[];
  const segments = columns.segment as readonly (string | null)[];
  const metrics = columns.metric as readonly string[];
  const values = columns.value as readonly (number | null)[];
  const valueOf = (uniqueId: string | null, segment: string | null, metric: string) =>
    values[metrics.findIndex((name, row) => name === metric && ids[row] === uniqueId && segments[row] === segment)];

  it('holds the panel, its segments and its series, each with every metric', () => {
    const parts = ids.map((id, row) => `${id} ${segments[row]}`);
    expect([...new Set(parts)]).toEqual([
      'null null',
      'null north',
      'null south',
      'north/a north',
      'north/c north',
      'south/b south',
    ]);
    expect(rows).toBe(6 * 9);
    const ofIntervals = ['coverage', 'winkler', 'scaled_mqloss', 'scaled_crps'];
    expect(metrics.slice(0, 9)).toEqual(['rmse', 'bias', ...ofIntervals, 'skill', 'stability_index', 'missing_share']);
  });

  it('has no rows of segments where the panel has none', () => {
    const whole = monitoringRows({ ...PANEL, drift: { ...PANEL.drift, bySegment: new Map() }, segmentOf: () => null });
    const parts = new Set(whole.columns.unique_id as readonly (string | null)[]);
    expect([...parts]).toEqual([null, 'north/a', 'north/c', 'south/b']);
    expect(whole.rows).toBe(4 * 9);
  });

  it('pools the errors of all series of a segment', () => {
    const one = monitoringRows({ ...PANEL, segmentOf: () => 'all', drift: { ...PANEL.drift, bySegment: new Map() } });
    expect((one.columns.joined as Float64Array)[9]).toBe(8);
  });

  it('pools errors', () => {
    expect(valueOf(null, null, 'rmse')).toBeCloseTo(2.54951, 6);
    expect(valueOf(null, 'north', 'rmse')).toBe(2);
    expect(valueOf('south/b', 'south', 'rmse')).toBe(3);
    expect(valueOf('south/b', 'south', 'skill')).toBe(0.25);
    expect([...(columns.joined as Float64Array)].slice(7, 10)).toEqual([8, 8, 4]);
  });

  it('says what the intervals were worth', () => {
    const intervals = { points: 4, winkler: 20, pinball: 6, scaledPinball: 3, scaledPoints: 4, size: 48 };
    const one = monitoringRows({ ...PANEL, errors: new Map([['north/a', { ...errors(16), intervals }]]) });
    expect((one.columns.value as readonly (number | null)[]).slice(3, 6)).toEqual([5, 0.75, 0.25]);
  });

  it('keeps series that have drift but no errors, and the other way round', () => {
    expect(valueOf('north/c', 'north', 'stability_index')).toBe(0.3);
    expect(valueOf('north/c', 'north', 'rmse')).toBeNull();
    expect(valueOf('north/a', 'north', 'stability_index')).toBeNull();
    expect(valueOf('north/a', 'north', 'missing_share')).toBeNull();
    expect(valueOf(null, 'north', 'missing_share')).toBe(0.25);
  });

  it('fits the table but for the run, which is its partition', () => {
    const names = MONITORING_SCHEMA.columns.map(({ name }) => name).filter((name) => name !== 'run_id');
    expect(Object.keys(columns)).toEqual(names);
  });
});
