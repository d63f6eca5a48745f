import { Construct } from 'constructs';
import type { JobSite } from '../compute/job-site.ts';
import { evaluateMachine } from './evaluate.ts';
import { forecastMachine } from './forecast.ts';
import type { Machine, MachineName, MachineSetting } from './machine.ts';
import { pipelineMachine } from './pipeline.ts';
import { replayMachine } from './replay.ts';
import { trainMachine } from './train.ts';

export interface MachinesProps extends MachineSetting {
  readonly sites: Readonly<Record<'train' | 'forecast', JobSite>>;
  /** Of the key that the jobs encrypt their outputs with. */
  readonly keyArn: string;
}

/** All state machines, parents after their children. */
export class Machines extends Construct implements Readonly<Record<MachineName, Machine>> {
  readonly train: Machine;
  readonly forecast: Machine;
  readonly evaluate: Machine;
  readonly pipeline: Machine;
  readonly replay: Machine;

  constructor(scope: Construct, id: string, { sites, keyArn, ...setting }: MachinesProps) {
    super(scope, id);
    this.train = trainMachine(this, { ...setting, site: sites.train, keyArn });
    this.forecast = forecastMachine(this, { ...setting, site: sites.forecast, keyArn });
    this.evaluate = evaluateMachine(this, setting);
    const { train, forecast, evaluate } = this;
    this.pipeline = pipelineMachine(this, { ...setting, train, forecast, evaluate });
    this.replay = replayMachine(this, { ...setting, pipeline: this.pipeline });
  }
}
