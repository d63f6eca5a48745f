/** A finding of a rule pack that stays. */
export interface Claim {
  /** Without the pack: the packs call the same rule by the same name. */
  readonly rule: string;
  /** What the rule has found there; without it, the rule says no more than that it is broken. */
  readonly found?: RegExp;
  /** The path of the construct, below the stack. */
  readonly at?: RegExp;
  /** The literals of environments/ have nothing of the kind: those of the tests have, which hold that it is found there. */
  readonly only?: 'a company' | 'CodeCommit';
}

export interface Acknowledgement {
  readonly reason: string;
  readonly claims: readonly Claim[];
}

const ARN = 'arn:<AWS::Partition>:';

/**
 * Every finding of the rule packs that stays, and why. What is not here is an error of `npm run synth:check`, and so is a claim that nothing matches:
 * its reason is no longer true. In what a rule has found, `<stack>`, `<region>` and `<account>` stand for those of the stack.
 */
export const ACKNOWLEDGEMENTS: readonly Acknowledgement[] = [
  {
    reason:
      'keys of one kind of object, as the row of a step or a build names them: the data set, the run, the version or the commit in them is known at run time',
    claims: wildcards([
      '<ArtifactsBucket\\.Arn>/(?!replays/\\*$)[a-z]+/.*',
      '<(?:Bronze|Silver|Gold)Bucket\\.Arn>/(?:replays/\\*/)?(?:\\*/[a-z_-]+.*|format\\.json)',
      // Whoever delivers names what lands, below a folder of the data set's source.
      '<LandingBucket\\.Arn>/\\*',
      '<ReleasesBucket\\.Arn>/(?:builds|confirmed|deployments|evidence|runs)/.*\\*.*',
      // CodePipeline names the folder of what a pipeline hands on.
      '<ReleasesBucket\\.Arn>/<stack>\\*',
    ]),
  },
  {
    reason: 'AWS or the platform names it at run time, behind the name of the stack that it belongs to',
    claims: wildcards([
      `${ARN}states:<region>:<account>:execution:<stack>-[a-z-]+:\\*`,
      `${ARN}states:<region>:<account>:execution:{"Fn::Select":\\[6,{"Fn::Split":\\[":",{"Ref":"Machines\\w+"}\\]}\\]}\\*`,
      `${ARN}sagemaker:<region>:<account>:(?:training|processing)-job/<stack>-\\*`,
      `${ARN}sagemaker:<region>:<account>:model-package/<stack>-[a-z-]+/\\*`,
      `${ARN}logs:<region>:<account>:log-group:/aws/sagemaker/(?:Training|Processing)Jobs:log-stream:<stack>-\\*`,
      `${ARN}cloudformation:<region>:<account>:stack/<stack>/\\*`,
    ]),
  },
  {
    reason: "a pull request's stack has its number in its name, and so has whatever is named by the stack",
    claims: wildcards([
      `${ARN}cloudformation:<region>:<account>:stack/pr-\\*-<stack>/\\*`,
      `${ARN}states:<region>:<account>:(?:stateMachine|execution):pr-\\*-<stack>-.+`,
      `${ARN}sagemaker:<region>:<account>:model-package(?:-group)?/pr-\\*-<stack>-\\*(?:/\\*)?`,
      `${ARN}s3:::pr-\\*-<stack>-\\*(?:/\\*)?`,
    ]),
  },
  {
    reason: "keys have no names: S3 alone may use them for the role, and the role reaches pull requests' buckets alone",
    claims: wildcards([`${ARN}kms:<region>:<account>:key/\\*`]),
  },
  {
    reason: 'the function in any version: there is one, and Step Functions may name it by number',
    claims: wildcards(['<(?:Jobs|Steps)\\w+\\.Arn>:\\*']),
  },
  {
    reason:
      'X-Ray, log delivery, the ECR log-in, composite alarms and what Lambda and SageMaker look up in EC2 know no resource; test/lib holds that nothing else is among them',
    claims: wildcards(['\\*']),
  },
  {
    reason: "EC2 names an interface when it makes it; a subnet may be another account's that shares it",
    claims: wildcards([
      `${ARN}ec2:<region>:<account>:network-interface/\\*`,
      `${ARN}ec2:<region>:\\*:(?:subnet/subnet|security-group/sg)-\\w+`,
    ]).map((claim) => ({ ...claim, only: 'a company' })),
  },
  {
    reason:
      'the rights of a role are a policy of its own, which goes with it: nobody can attach it elsewhere, as a managed policy could be',
    claims: [{ rule: 'IAMNoInlinePolicy' }],
  },
  {
    reason:
      "a function is in a company's network where its literal names one; elsewhere nothing can connect to it, and what it calls are AWS's endpoints, over TLS and by its role",
    claims: [{ rule: 'LambdaInsideVPC' }],
  },
  {
    reason:
      "what runs at once is limited where it begins, by the machines' maps; a reservation would be taken from the account's other functions",
    claims: [{ rule: 'LambdaConcurrency' }],
  },
  {
    reason:
      'whoever calls a function waits for its answer, a machine or a person; measure-ages, which a schedule calls, is called again in hours, and its silence turns an alarm red',
    claims: [{ rule: 'LambdaDLQ' }],
  },
  {
    reason: 'the one queue is itself a dead-letter queue, of schedules and rules, which the rule does not see',
    claims: [
      { rule: 'SQS3', at: /^\/Schedules\/DeadLetters\// },
      { rule: 'SQSRedrivePolicy', at: /^\/Schedules\/DeadLetters\// },
    ],
  },
  {
    reason:
      'a light of the dashboard: the machine tells people itself in more words, and the composite alarm of all machines what none could tell',
    claims: [
      { rule: 'CloudWatchAlarmAction', at: /^\/Alarms\/A machine (?:failed|timed out) - / },
      {
        rule: 'CloudWatchAlarmAction',
        at: /^\/Alarms\/(?:Forecasts are in alarm|Forecasts run out|A look could not be judged|Nothing new was delivered) - /,
      },
    ],
  },
  {
    reason:
      'a mail, which SNS tries for hours: what it tells stands in the alarm, the run or the pipeline that it points to as well',
    claims: [{ rule: 'SNSRedrivePolicy', at: /^\/(?:Notifications|Notices)\// }],
  },
  {
    reason:
      'EventBridge tries for a day; a stage that failed stays red in the pipeline, and what a rule starts, a person can start by hand',
    claims: [
      { rule: 'EventBusDLQ', at: /^\/(?:Notices\/StageFailed|ReturnAfterFailure)\// },
      { rule: 'EventBusDLQ', at: /^\/(?:main|release)\/Repository\//, only: 'CodeCommit' },
    ],
  },
  {
    reason:
      'an environment is of one Region, and restores from versions of objects; who has to outlast a Region replicates by rules of their own (docs/deploy.md)',
    claims: [{ rule: 'S3BucketReplicationEnabled' }],
  },
  {
    reason:
      'access logs: S3 delivers them to no bucket under a KMS key, and each under a name of its own, so that there is nothing to version',
    claims: [
      { rule: 'S3DefaultEncryptionKMS', at: /\/AccessLogs\// },
      { rule: 'S3BucketVersioningEnabled', at: /\/AccessLogs\// },
    ],
  },
  {
    reason:
      "the source is what a pipeline hands on, or comes through a connection that the role may use: CodeBuild holds nobody's credentials",
    claims: [{ rule: 'CodeBuildProjectSourceRepoUrl' }],
  },
];

function wildcards(resources: readonly string[]): readonly Claim[] {
  return resources.map((resource) => ({ rule: 'IAM5', found: new RegExp(`^Resource::${resource}$`) }));
}
