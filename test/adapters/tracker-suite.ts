import { describe, expect, it } from '@jest/globals';
import type { Tracker } from '../../core/ports.ts';
import type { TrackedEvaluation, TrackedRun } from '../../core/contracts/tracking.ts';

/** A run as it is read back, not through the tracker: metrics are 'name@step'. */
export interface ReadRun {
  readonly status: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly artifacts: Readonly<Record<string, string>>;
  readonly data: { readonly name: string; readonly uri: string; readonly digest: string };
  /** Candidate -> its parameters and metrics. */
  readonly others: Readonly<Record<string, Pick<ReadRun, 'parameters' | 'metrics'>>>;
}

export type ReadEvaluation = Pick<ReadRun, 'parameters' | 'metrics' | 'tags'>;

export interface TrackerUnderTest {
  readonly tracker: Tracker;
  /** All runs of the data set by runId. */
  read(dataset: string): Promise<Readonly<Record<string, readonly ReadRun[]>>>;
  /** The evaluations of the data set's selections, by the selection's runId: all that is one run, as one. */
  evaluations(dataset: string): Promise<Readonly<Record<string, readonly ReadEvaluation[]>>>;
  /** The platform's number of the version in Production. */
  production(dataset: string): Promise<{ readonly runId: string; readonly version: number }>;
}

const bytes = (text: string) => new TextEncoder().encode(text);

export function tracked(dataset: string, change: Partial<TrackedRun> = {}): TrackedRun {
  return {
    dataset,
    runId: 'run-1',
    selection: { runId: 'run-1', pointsSha256: ['a1', 'b2'] },
    status: 'FINISHED',
    startedAtMs: 1_700_000_000_000,
    endedAtMs: 1_700_000_060_000,
    parameters: { candidate: 'trend', 'option/terms': '[3,2]', empty: '' },
    metrics: [
      { name: 'cv/rmse', value: 2.5, step: 0 },
      { name: 'fold/rmse', value: 2, step: 1 },
      { name: 'fold/rmse', value: 3, step: 2 },
    ],
    others: [
      { name: 'naive', parameters: { family: 'seasonal-naive' }, metrics: [{ name: 'cv/rmse', value: 4, step: 0 }] },
    ],
    tags: { candidate: 'trend', commit: 'c0ffee', image: 'sha256:0', description: 'Daily temperatures' },
    data: { name: dataset, uri: `s3://silver/${dataset}/series`, digest: 'v3' },
    artifacts: [
      { path: 'model/model.jsonl', body: bytes('{"format":"forecaster-model"}\n') },
      { path: 'model/größe a+b.json', body: bytes('{}') },
    ],
    modelVersion: 7,
    ...change,
  };
}

/** A look at the second day after the selection. */
export function evaluated(dataset: string, change: Partial<TrackedEvaluation> = {}): TrackedEvaluation {
  return {
    dataset,
    selection: { runId: 'run-1', pointsSha256: ['a1', 'b2'] },
    part: 'look-2015-12-20T05:00:00Z',
    parameters: { policy: 'gates', chosen: 'trend' },
    metrics: [
      { name: 'look/rmse', value: 2.5, step: 2 },
      { name: 'look/joined', value: 12, step: 2 },
    ],
    tags: { version: '7' },
    knownToMs: 1_450_587_600_000,
    evaluatedAtMs: 1_700_000_100_000,
    ...change,
  };
}

const laterLook = {
  part: 'look-2015-12-21T05:00:00Z',
  metrics: [{ name: 'look/rmse', value: 3.5, step: 3 }],
  tags: { version: '8' },
  knownToMs: 1_450_674_000_000,
  evaluatedAtMs: 1_700_000_200_000,
};

/** What every tracker promises. Each test has a data set of its own, because one server serves them all. */
export function itTracks(underTest: () => TrackerUnderTest): void {
  describe('as a tracker', () => {
    it('keeps parameters, metrics by step, tags, data, artifacts and the other candidates', async () => {
      const { tracker, read } = underTest();
      await tracker.record(tracked('whole'));

      const { 'run-1': runs } = await read('whole');
      expect(runs).toHaveLength(1);
      expect(runs[0]).toEqual({
        status: 'FINISHED',
        parameters: { candidate: 'trend', 'option/terms': '[3,2]', empty: '' },
        metrics: { 'cv/rmse@0': 2.5, 'fold/rmse@1': 2, 'fold/rmse@2': 3 },
        tags: expect.objectContaining({ candidate: 'trend', commit: 'c0ffee', image: 'sha256:0' }),
        data: { name: 'whole', uri: 's3://silver/whole/series', digest: 'v3' },
        artifacts: { 'model/model.jsonl': '{"format":"forecaster-model"}\n', 'model/größe a+b.json': '{}' },
        others: { naive: { parameters: { family: 'seasonal-naive' }, metrics: { 'cv/rmse@0': 4 } } },
      });
    });

    it('records a run once, however often it is asked, and completes what was recorded before', async () => {
      const { tracker, read } = underTest();
      await tracker.record(tracked('again', { status: 'FAILED', others: [], artifacts: [] }));
      await tracker.record(tracked('again', { startedAtMs: 1_700_000_000_500 }));
      const once = await read('again');
      await tracker.record(tracked('again', { startedAtMs: 1_700_000_000_500 }));

      expect(once['run-1']).toHaveLength(1);
      expect(once['run-1'][0]).toMatchObject({ status: 'FINISHED', others: { naive: {} } });
      expect(Object.keys(once['run-1'][0].artifacts)).toHaveLength(2);
      expect(await read('again')).toEqual(once);
    });

    it('keeps runs of one data set, and of one name in two data sets, apart', async () => {
      const { tracker, read } = underTest();
      await tracker.record(tracked('apart', { runId: 'run-1' }));
      await tracker.record(tracked('apart', { runId: 'run-10', modelVersion: 8 }));
      await tracker.record(tracked('apart-2', { runId: 'run-1' }));

      expect(Object.keys(await read('apart')).sort()).toEqual(['run-1', 'run-10']);
      expect(Object.keys(await read('apart-2'))).toEqual(['run-1']);
    });

    it('moves the mark of Production forth and back', async () => {
      const { tracker, production } = underTest();
      await tracker.record(tracked('marked', { runId: 'run-1', modelVersion: 7 }));
      await tracker.record(tracked('marked', { runId: 'run-2', modelVersion: 9 }));

      await tracker.markProduction({ dataset: 'marked', runId: 'run-2', version: 9, artifactSha256: 'ab' });
      expect(await production('marked')).toEqual({ runId: 'run-2', version: 9 });
      await tracker.markProduction({ dataset: 'marked', runId: 'run-1', version: 7, artifactSha256: 'ab' });
      expect(await production('marked')).toEqual({ runId: 'run-1', version: 7 });
    });

    it.each(['markProduction', 'markRefused'] as const)(
      'refuses to %s a version whose run was never recorded',
      async (mark) => {
        const marked = underTest().tracker[mark]({
          dataset: 'unrecorded',
          runId: 'run-1',
          version: 1,
          artifactSha256: 'ab',
        });
        await expect(marked).rejects.toMatchObject({ name: 'TrackingRefused' });
        await expect(marked).rejects.toThrow("got 'unrecorded run-1, version 1'; hint: record");
      },
    );

    it('keeps the evaluations of a selection together, of its training recorded or not', async () => {
      const { tracker, evaluations } = underTest();
      await tracker.evaluate(evaluated('judged'));
      await tracker.record(tracked('judged'));
      await tracker.evaluate(evaluated('judged', laterLook));

      expect(await evaluations('judged')).toEqual({
        'run-1': [
          {
            parameters: { policy: 'gates', chosen: 'trend' },
            metrics: { 'look/rmse@2': 2.5, 'look/joined@2': 12, 'look/rmse@3': 3.5 },
            tags: expect.objectContaining({ version: '8' }),
          },
        ],
      });
    });

    it('keeps an evaluation once, however often and in whatever order it is told', async () => {
      const { tracker, evaluations } = underTest();
      await tracker.evaluate(evaluated('told'));
      await tracker.evaluate(evaluated('told', laterLook));
      const once = await evaluations('told');
      await tracker.evaluate(evaluated('told'));
      await tracker.evaluate(evaluated('told', laterLook));
      expect(await evaluations('told')).toEqual(once);
    });

    it('keeps the evaluations of two selections apart', async () => {
      const { tracker, evaluations } = underTest();
      await tracker.evaluate(evaluated('two'));
      const metrics = [{ name: 'look/rmse', value: 9, step: 2 }];
      await tracker.evaluate(evaluated('two', { metrics, selection: { runId: 'run-2', pointsSha256: ['a1', 'b2'] } }));

      const found = await evaluations('two');
      const told = ['run-1', 'run-2'].map((runId) => found[runId].map((run) => run.metrics['look/rmse@2']));
      expect(told).toEqual([[2.5], [9]]);
    });

    it.each([
      '../run-2/model.jsonl',
      'model/../../x',
      '/etc/passwd',
      'a//b',
      'a/./b',
      'a\\..\\b',
      '%2e%2e/b',
      'a#b',
      '',
      'a\n',
    ])('refuses the artifact path %j, and records nothing', async (path) => {
      const { tracker, read } = underTest();
      const run = tracked('dots', { artifacts: [{ path, body: bytes('') }] });
      await expect(tracker.record(run)).rejects.toMatchObject({ name: 'TrackingRefused', evidence: { got: path } });
      expect(await read('dots')).toEqual({});
    });

    it('refuses two artifacts of one path', async () => {
      const artifact = { path: 'a.json', body: bytes('') };
      const run = tracked('twice', { artifacts: [artifact, artifact] });
      await expect(underTest().tracker.record(run)).rejects.toMatchObject({ name: 'TrackingRefused' });
    });

    it('says of an evaluation which metrics are no finite number', async () => {
      const { tracker, evaluations } = underTest();
      await tracker.evaluate(evaluated('boundless', { metrics: [{ name: 'eval_mase', value: Infinity, step: 3 }] }));

      const [run] = (await evaluations('boundless'))['run-1'];
      expect(run.metrics).toEqual({});
      expect(run.tags.metrics_not_finite).toBe('eval_mase at 3: Infinity');
    });

    it('names the metrics that are no finite number', async () => {
      const { tracker, read } = underTest();
      const metrics = [
        { name: 'cv/rmse', value: 1, step: 0 },
        { name: 'cv/mase', value: Infinity, step: 0 },
        { name: 'fold/mae', value: NaN, step: 3 },
      ];
      await tracker.record(tracked('infinite', { metrics }));

      const [run] = (await read('infinite'))['run-1'];
      expect(run.metrics).toEqual({ 'cv/rmse@0': 1 });
      expect(run.tags.metrics_not_finite).toBe('cv/mase at 0: Infinity, fold/mae at 3: NaN');
    });
  });
}
