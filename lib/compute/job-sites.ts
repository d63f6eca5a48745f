import { Construct } from 'constructs';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { ForecasterImage } from './forecaster-image.ts';
import type { Medallion } from '../data/medallion.ts';
import type { FunctionSetting } from '../steps/platform-function.ts';
import type { JobSite } from './job-site.ts';
import { LambdaSite } from './lambda-site.ts';
import { SageMakerSite } from './sagemaker-site.ts';

export interface JobSitesProps {
  readonly setting: FunctionSetting;
  readonly compute: PlatformEnvironment['compute'];
  readonly medallion: Medallion;
  /** Of the data; the jobs' volumes are encrypted with it too. */
  readonly keyArn: string;
  readonly tags: PlatformEnvironment['tags'];
}

/** Where the environment trains and forecasts; the image is built only when one of the two runs in a container. */
export function jobSites(scope: Construct, { setting, compute, medallion, keyArn, tags }: JobSitesProps) {
  const jobs = new Construct(scope, 'Jobs');
  let image: ForecasterImage | undefined;
  function siteOf(kind: keyof PlatformEnvironment['compute']): JobSite {
    const chosen = compute[kind];
    if (chosen.on === 'lambda') return new LambdaSite(jobs, kind, { setting, compute: chosen, medallion, tags });
    image ??= new ForecasterImage(jobs, 'Forecaster');
    const { network } = setting;
    return new SageMakerSite(jobs, kind, { compute: chosen, medallion, keyArn, image, tags, network });
  }
  return { train: siteOf('train'), forecast: siteOf('forecast') };
}
