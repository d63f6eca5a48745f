import { Construct } from 'constructs';
import type { JobSite } from '../compute/job-site.ts';
import { evaluateMachine } from './evaluate.ts';
import { forecastMachine } from './forecast.ts';
import type { MachineName } from '../../core/contracts/machine-inputs.ts';
import type { Machine, MachineSetting } from './machine.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { monitorMachine } from './monitor.ts';
import { pipelineMachine } from './pipeline.ts';
import { promoteMachine } from './promote.ts';
import { replayMachine } from './replay.ts';
import { receiveMachine } from './receive.ts';
import { smokeMachine } from './smoke.ts';
import { retrainMachine } from './retrain.ts';
import { rollBackMachine } from './roll-back.ts';
import { maintainMachine } from './maintain.ts';
import { ruleMachine } from './rule.ts';
import { trainMachine } from './train.ts';

export interface MachinesProps extends MachineSetting {
  readonly environment: Pick<
    PlatformEnvironment,
    'approval' | 'acceptance' | 'retraining' | 'bakeMinutes' | 'maintenance'
  >;
  readonly sites: Readonly<Record<'train' | 'forecast', JobSite>>;
  /** Of the key that the jobs encrypt their outputs with. */
  readonly keyArn: string;
}

/** All state machines, parents after their children. */
export class Machines extends Construct implements Readonly<Record<MachineName, Machine>> {
  readonly train: Machine;
  readonly promote: Machine;
  readonly retrain: Machine;
  readonly refresh: Machine;
  readonly 'roll-back': Machine;
  readonly rule: Machine;
  readonly maintain: Machine;
  readonly forecast: Machine;
  readonly evaluate: Machine;
  readonly monitor: Machine;
  readonly pipeline: Machine;
  readonly replay: Machine;
  readonly smoke: Machine;
  readonly receive: Machine;

  constructor(scope: Construct, id: string, props: MachinesProps) {
    super(scope, id);
    const { sites, keyArn, environment, ...setting } = props;
    const { approval, acceptance, retraining, bakeMinutes, maintenance } = environment;
    const train = trainMachine(this, { ...setting, site: sites.train, keyArn });
    const promote = promoteMachine(this, { ...setting, site: sites.train, keyArn, approval, acceptance, train });
    this.train = train;
    this.promote = promote;
    this['roll-back'] = rollBackMachine(this, setting);
    this.rule = ruleMachine(this, setting);
    this.maintain = maintainMachine(this, { ...setting, maintenance });
    this.forecast = forecastMachine(this, { ...setting, site: sites.forecast, keyArn });
    this.evaluate = evaluateMachine(this, setting);
    const { forecast, evaluate } = this;
    const retrain = retrainMachine(this, 'retrain', { ...setting, train, promote });
    const refresh = retrainMachine(this, 'refresh', { ...setting, train, promote });
    const monitor = monitorMachine(this, { ...setting, train, retrain, refresh, forecast, retraining });
    this.retrain = retrain;
    this.refresh = refresh;
    this.monitor = monitor;
    this.pipeline = pipelineMachine(this, { ...setting, retrain, forecast, evaluate, monitor });
    this.replay = replayMachine(this, { ...setting, pipeline: this.pipeline });
    this.smoke = smokeMachine(this, { ...setting, site: sites.forecast, keyArn, bakeMinutes });
    this.receive = receiveMachine(this, { ...setting, monitor, retrain });
  }
}
