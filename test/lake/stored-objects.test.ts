import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { lookHeaderSchema } from '../../core/blend/look-file.ts';
import * as delivery from '../../core/contracts/delivery.ts';
import { FORMATS } from '../../core/contracts/formats.ts';
import { modelVersionSchema } from '../../core/contracts/model-version.ts';
import { lockSchema, monitorStateSchema } from '../../core/contracts/monitoring.ts';
import * as promotion from '../../core/contracts/promotion.ts';
import { publicationSchema } from '../../core/contracts/publication.ts';
import { rulingSchema } from '../../core/contracts/rulings.ts';
import * as tables from '../../core/contracts/tables.ts';
import { waitingListSchema } from '../../core/contracts/waiting.ts';
import type { TableSchema } from '../../core/contracts/table-schema.ts';
import { runRecordSchema } from '../../core/evaluate/run-record.ts';
import { forecastSummarySchema } from '../../core/forecast/forecast-summary.ts';
import { knownDeliveriesSchema } from '../../core/ingest/known-deliveries.ts';
import { modelHeaderSchema } from '../../core/models/model-file.ts';
import { fitSummarySchema, trialSummarySchema } from '../../core/train/training-summary.ts';
import { unreadDeliveriesSchema } from '../../lake/delivery-figures.ts';
import { seriesStateSchema } from '../../core/transform/series-state.ts';
import { silverLedgerSchema } from '../../lake/silver-ledger.ts';

const FILE = new URL('stored-objects.txt', import.meta.url);
const UPDATE = 'UPDATE_TABLES=1 npm test -- test/lake/stored-objects';

/** What an execution reads of what another one has stored, by layer. */
const OBJECTS: Readonly<Record<string, Readonly<Record<string, z.ZodType | TableSchema>>>> = {
  bronze: {
    observations: tables.observationsSchema('day'),
    'deliveries.json': knownDeliveriesSchema,
    'rulings/': rulingSchema,
  },
  silver: {
    series: tables.seriesSchema('day'),
    quarantine: tables.quarantineSchema('day'),
    'ledger/': silverLedgerSchema,
    'ledger/series-': seriesStateSchema,
    'unread-deliveries.json': unreadDeliveriesSchema,
  },
  gold: {
    forecasts: tables.forecastsSchema('day', [80]),
    evaluations: tables.EVALUATIONS_SCHEMA,
    monitoring: tables.MONITORING_SCHEMA,
  },
  artifacts: {
    'registry: version': modelVersionSchema,
    'registry: stage': promotion.stageSchema,
    'registry: pointer and moves': promotion.transitionSchema,
    'models: model.jsonl': modelHeaderSchema,
    'models: summary.json of a fit': fitSummarySchema,
    'trials: summary.json': trialSummarySchema,
    'promotions: compliance.json': promotion.complianceFileSchema,
    'promotions: guard.json': promotion.guardReportSchema,
    'promotions: comparison.json': promotion.comparisonReportSchema,
    'runs: run.json': runRecordSchema,
    'runs: publications.json': publicationSchema,
    'runs: forecast summary': forecastSummarySchema,
    'monitoring: state.json': monitorStateSchema,
    'monitoring: looks': lookHeaderSchema,
    locks: lockSchema,
    'waiting: list.json': waitingListSchema,
  },
  releases: {
    image: delivery.imageRecordSchema,
    check: delivery.checkRecordSchema,
    build: delivery.buildSchema,
    deployment: delivery.deploymentSchema,
    confirmation: delivery.confirmationSchema,
    run: delivery.keptRunSchema,
  },
};

/** Another wherever what is stored has another shape; in what words people are told of it is none. */
function shapeOf(stored: z.ZodType | TableSchema): string {
  const shape =
    stored instanceof z.ZodType ? z.toJSONSchema(stored, { io: 'input', unrepresentable: 'any' }) : wordless(stored);
  return createHash('sha256').update(JSON.stringify(shape)).digest('hex').slice(0, 12);
}

function wordless({ columns, partitionBy }: TableSchema): TableSchema {
  return { columns: columns.map(({ name, type, nullable }) => ({ name, type, nullable })), partitionBy };
}

describe('what is stored', () => {
  it('has the shape that was agreed on', () => {
    const lines = Object.entries(OBJECTS).flatMap(([layer, objects]) =>
      Object.entries(objects).map(([name, stored]) => `${layer.padEnd(10)}${name.padEnd(32)}${shapeOf(stored)}`),
    );
    const formats = Object.entries(FORMATS).map(
      ([layer, { reads, writes }]) => `${layer.padEnd(10)}reads ${reads}, writes ${writes}`,
    );
    const head = `# Shapes of what is stored: a change needs docs/decisions/0017-stored-formats.md. Written by: ${UPDATE}`;
    const found = [head, '', ...formats, `releases  format ${delivery.RELEASE_FORMAT}`, '', ...lines, ''].join('\n');
    if (process.env.UPDATE_TABLES === '1') writeFileSync(FILE, found);
    expect(found).toBe(readFileSync(FILE, 'utf8'));
  });
});
