import {
  CreateModelPackageCommand,
  type CreateModelPackageCommandInput,
  CreateModelPackageGroupCommand,
  DescribeModelPackageCommand,
  DescribeModelPackageGroupCommand,
  ListModelPackagesCommand,
  SageMakerClient,
  SageMakerServiceException,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import type { Recorder } from './recorder.ts';

export interface PackagesProps {
  readonly recorder: Recorder;
  readonly region: string;
  readonly account: string;
}

type Package = CreateModelPackageCommandInput & { readonly ModelPackageArn: string };

/** SageMaker's registry in memory. */
export class Packages {
  readonly #props: PackagesProps;
  readonly #groups = new Map<string, Package[]>();

  constructor(props: PackagesProps) {
    this.#props = props;
    const mock = mockClient(SageMakerClient).rejects(
      new Error('a call of SageMaker that record/packages.ts does not know'),
    );
    mock
      .on(DescribeModelPackageGroupCommand)
      .callsFake((asked: DescribeModelPackageGroupCommand['input']) => this.#describeGroup(asked));
    mock
      .on(CreateModelPackageGroupCommand)
      .callsFake((asked: CreateModelPackageGroupCommand['input']) => this.#createGroup(asked));
    mock.on(CreateModelPackageCommand).callsFake((asked: CreateModelPackageCommandInput) => this.#create(asked));
    mock.on(DescribeModelPackageCommand).callsFake((asked: DescribeModelPackageCommand['input']) => {
      this.#note('DescribeModelPackage', String(asked.ModelPackageName));
      return this.#find(asked.ModelPackageName);
    });
    mock.on(UpdateModelPackageCommand).callsFake((asked: UpdateModelPackageCommand['input']) => this.#update(asked));
    mock.on(ListModelPackagesCommand).callsFake((asked: ListModelPackagesCommand['input']) => this.#list(asked));
  }

  #describeGroup({ ModelPackageGroupName = '' }: DescribeModelPackageGroupCommand['input']) {
    this.#note('DescribeModelPackageGroup', this.#groupArn(ModelPackageGroupName));
    if (!this.#groups.has(ModelPackageGroupName)) throw unknown(ModelPackageGroupName);
    return { ModelPackageGroupName };
  }

  /** Whoever makes a group with tags has to be allowed to tag it. */
  #createGroup({ ModelPackageGroupName = '', Tags = [] }: CreateModelPackageGroupCommand['input']) {
    const arn = this.#groupArn(ModelPackageGroupName);
    this.#note('CreateModelPackageGroup', arn);
    if (Tags.length > 0) this.#note('AddTags', arn);
    this.#groups.set(ModelPackageGroupName, []);
    return {};
  }

  /** A version of a group is asked for by its group and by itself: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html */
  #create(asked: CreateModelPackageCommandInput) {
    const { ModelPackageGroupName = '' } = asked;
    const group = this.#groups.get(ModelPackageGroupName);
    if (group === undefined) throw unknown(ModelPackageGroupName);
    const ModelPackageArn = this.#arn(`model-package/${ModelPackageGroupName}/${group.length + 1}`);
    this.#note('CreateModelPackage', this.#groupArn(ModelPackageGroupName));
    this.#note('CreateModelPackage', ModelPackageArn);
    for (const { Image } of asked.InferenceSpecification?.Containers ?? []) this.#noteImage(Image);
    group.push({ ...asked, ModelPackageArn });
    return { ModelPackageArn };
  }

  /** SageMaker looks the image up with the caller's rights. */
  #noteImage(image = ''): void {
    const [, account = '', region = '', name = ''] = /^(\d+)\.dkr\.ecr\.([^.]+)\.[^/]+\/([^:@]+)/.exec(image) ?? [];
    const resource = `arn:aws:ecr:${region}:${account}:repository/${name}`;
    this.#props.recorder.note(...['ecr:BatchGetImage', 'ecr:DescribeImages'].map((action) => ({ action, resource })));
  }

  #update(asked: UpdateModelPackageCommand['input']) {
    this.#note('UpdateModelPackage', String(asked.ModelPackageArn));
    Object.assign(this.#find(asked.ModelPackageArn), asked);
    return {};
  }

  #list({ ModelPackageGroupName = '' }: ListModelPackagesCommand['input']) {
    this.#note('ListModelPackages', this.#groupArn(ModelPackageGroupName));
    return { ModelPackageSummaryList: [...(this.#groups.get(ModelPackageGroupName) ?? [])].reverse() };
  }

  #find(arn: string | undefined): Package {
    const found = [...this.#groups.values()].flat().find(({ ModelPackageArn }) => ModelPackageArn === arn);
    if (found === undefined) throw unknown(String(arn));
    return found;
  }

  #groupArn(name: string): string {
    return this.#arn(`model-package-group/${name}`);
  }

  #arn(resource: string): string {
    const { region, account } = this.#props;
    return `arn:aws:sagemaker:${region}:${account}:${resource}`;
  }

  #note(action: string, resource: string): void {
    this.#props.recorder.note({ action: `sagemaker:${action}`, resource });
  }
}

function unknown(what: string): SageMakerServiceException {
  return new SageMakerServiceException({
    name: 'ValidationException',
    message: `${what} does not exist`,
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
  });
}
