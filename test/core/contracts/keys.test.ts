import { describe, expect, it } from '@jest/globals';
import {
  jobKeys,
  monitoringKeys,
  numberOfKey,
  promotionKeys,
  registryKeys,
  reportKeys,
  runKeys,
  tableKeys,
  trackingKeys,
} from '../../../core/contracts/keys.ts';

/** Where people and deployed versions of this code look for things: a key that moves loses what lies there. */
describe('keys', () => {
  it.each([
    [registryKeys.version('w', 12), 'registry/w/versions/00000012.json'],
    [registryKeys.stage('w', 3), 'registry/w/stages/00000003.json'],
    [registryKeys.production('w'), 'registry/w/production.json'],
    [registryKeys.production('*'), 'registry/*/production.json'],
    [registryKeys.move('w', 7), 'registry/w/audit/00000007.json'],
    [registryKeys.moveIndex('w', 'ab12'), 'registry/w/transitions/ab12.json'],
    [registryKeys.refusal('w', 'run-1'), 'registry/w/refusals/run-1.json'],
    [registryKeys.packageFile('w', 'metrics', 'a/b c'), 'registry/w/metrics/a%2Fb%20c.json'],
    [tableKeys.deliveries('w'), 'w/deliveries.json'],
    [tableKeys.ledger('w', 7), 'w/ledger/00000007.json'],
    [runKeys.record('w', 'run-1'), 'runs/w/run-1/run.json'],
    [runKeys.failure('w', 'run-1', 'train'), 'runs/w/run-1/failure-train.json'],
    [runKeys.seriesManifest('w', 'run-1'), 'runs/w/run-1/series.manifest'],
    [runKeys.forecastSummary('w', 'run-1'), 'runs/w/run-1/forecast'],
    [runKeys.publications('w'), 'runs/w/publications.json'],
    [runKeys.replay('w', 'replay'), 'replays/w/replay/replay.json'],
    [promotionKeys.compliance('w', 'run-1'), 'promotions/w/run-1/compliance.json'],
    [promotionKeys.twinManifest('w', 'run-1', 'twin'), 'promotions/w/run-1/twin.manifest'],
    [promotionKeys.report('w', 'run-1'), 'promotions/w/run-1/comparison.json'],
    [promotionKeys.reportPage('w', 'run-1'), 'promotions/w/run-1/comparison.html'],
    [promotionKeys.approvalRequest('w', 'run-1'), 'approvals/w/run-1/request.json'],
    [promotionKeys.approvalAnswer('w', 'run-1'), 'approvals/w/run-1/answer.json'],
    [jobKeys.models('w'), 'models/w'],
    [jobKeys.twins('w'), 'twins/w'],
    [monitoringKeys.state('w'), 'monitoring/w/state.json'],
    [monitoringKeys.lock('w'), 'locks/w.json'],
    [trackingKeys.run('w', 'run-1'), 'tracking/w/run-1/run.json'],
    [trackingKeys.artifact('w', 'run-1', 'model/summary.json'), 'tracking/w/run-1/artifacts/model/summary.json'],
    [trackingKeys.production('w'), 'tracking/w/production.json'],
    [
      reportKeys.transform('w', 3, { start: '1981-01-01', end: '1985-12-31' }),
      'reports/w/transform-3-1981-01-01..1985-12-31.json',
    ],
    [
      reportKeys.transform('w', 3, { start: '1981-01-01T05:00:00Z', end: '1981-01-02T05:00:00Z' }),
      'reports/w/transform-3-1981-01-01T050000Z..1981-01-02T050000Z.json',
    ],
  ])('%s', (key, expected) => {
    expect(key).toBe(expected);
  });

  it('lie below the folder that lists them', () => {
    expect(registryKeys.version('w', 1).startsWith(registryKeys.versions('w'))).toBe(true);
    expect(registryKeys.stage('w', 1).startsWith(registryKeys.stages('w'))).toBe(true);
    expect(registryKeys.move('w', 1).startsWith(registryKeys.moves('w'))).toBe(true);
    expect(registryKeys.refusal('w', 'r').startsWith(registryKeys.refusals('w'))).toBe(true);
    expect(registryKeys.packageFile('w', 'packages', 'r').startsWith(registryKeys.packages('w'))).toBe(true);
    expect(runKeys.record('w', 'r').startsWith(runKeys.all('w'))).toBe(true);
    expect(promotionKeys.report('w', 'r').startsWith(promotionKeys.all('w'))).toBe(true);
    expect(promotionKeys.approvalRequest('w', 'r').startsWith(promotionKeys.approvals('w'))).toBe(true);
  });

  it('end in a number that can be read again', () => {
    expect(numberOfKey('registry/w/versions/00000012.json')).toBe(12);
  });
});
