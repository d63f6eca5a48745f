import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Dataset } from '../../core/contracts/dataset.ts';
import type { Medallion } from '../data/medallion.ts';
import { newEventsRole } from '../service-roles.ts';
import type { Machine } from '../machines/machine.ts';
import { newDeadLetters } from './dead-letters.ts';

export interface DeliveriesProps {
  readonly medallion: Pick<Medallion, 'bucketName' | 'announceLandings'>;
  readonly receive: Pick<Machine, 'stateMachine'>;
  readonly datasets: readonly Dataset[];
  /** Where the schedules put what could not be started. */
  readonly deadLetters: Queue | undefined;
}

/** Tells the machine `receive` of every object that lands for a data set which wants to be started by that (decision 0019). */
export class Deliveries extends Construct {
  /** What could not be started within a day; undefined where nothing is started. */
  readonly deadLetters: Queue | undefined;

  constructor(scope: Construct, id: string, { medallion, receive, datasets, deadLetters }: DeliveriesProps) {
    super(scope, id);
    this.deadLetters = deadLetters;
    if (datasets.every(({ onDelivery }) => onDelivery === 'nothing')) return;
    medallion.announceLandings();
    const deadLetterQueue = deadLetters ?? newDeadLetters(this);
    this.deadLetters = deadLetterQueue;
    const role = newEventsRole(receive.stateMachine);
    for (const { name, source, onDelivery } of datasets) {
      if (onDelivery === 'nothing') continue;
      const input = RuleTargetInput.fromObject({
        dataset: name,
        ...onDelivery,
        folder: deliveriesFolder(source),
        at: EventField.time,
        key: EventField.fromPath('$.detail.object.key'),
      });
      new Rule(this, name, {
        description: `What lands for the data set ${name} starts work`,
        eventPattern: landingPattern(medallion.bucketName('landing'), source),
        targets: [new SfnStateMachine(receive.stateMachine, { input, deadLetterQueue, role })],
      });
    }
  }
}

type Source = Pick<Dataset['source'], 'format' | 'prefix'>;

/** Of a Delta table, what lands is a commit to its log; its data files are none yet when they land. */
function deliveriesFolder({ format, prefix }: Source): string {
  const folder = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return format === 'delta' ? `${folder}_delta_log/` : folder;
}

/** As ingest lists them: the prefix is a file or a folder, never the beginning of another's name. What is a marker among them, `receive` tells. */
function landingPattern(bucket: string, source: Source): EventPattern {
  const folder = deliveriesFolder(source);
  const commits = [{ wildcard: `${folder.replaceAll(/[\\*]/g, '\\$&')}*.json` }];
  const files = [source.prefix, { prefix: folder }];
  return {
    source: ['aws.s3'],
    detailType: ['Object Created'],
    detail: { bucket: { name: [bucket] }, object: { key: source.format === 'delta' ? commits : files } },
  };
}
