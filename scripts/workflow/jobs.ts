import { DELIVERY_VARIABLES } from '../../core/contracts/delivery.ts';
import { gitHubRoleName, stackName } from '../../core/contracts/names.ts';
import { acceptanceRunOf } from '../../environments/acceptance-run.ts';
import type { DeliveryEnvironment } from '../../environments/delivery-environment.ts';
import { ENVIRONMENTS } from '../../environments/index.ts';
import { ALL_BUILDS, BUILD_VARIABLES, INSTALL } from '../../lib/delivery/commands.ts';
import type { Build, Taken } from '../../lib/delivery/commands.ts';
import type { GitHubEnvironment, Stage, StageAction } from '../../lib/delivery/stages.ts';

export type Mapping = Readonly<Record<string, unknown>>;

/** Others' actions by commit: those that the tags v7.0.1, v7.0.0 and v6.2.3 of their repositories named on 2026-11-28. */
const CHECKOUT = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1';
const SETUP_NODE = 'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020';
const TAKE_ROLE = 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c';

/** GitHub ends a job after six hours; a role's session lasts as long (lib/delivery/git-hub-roles.ts). */
const JOB_MINUTES = 360;

/** One stage of a pipeline. */
export function stageJob(delivery: DeliveryEnvironment, stage: Stage, before: Stage | undefined): Mapping {
  const { gitHub, actions } = stage;
  const exported = actions.flatMap((action) =>
    action.does === 'build' ? (ALL_BUILDS[action.build].exports ?? []).map((name) => [name, action.name] as const) : [],
  );
  return jobOf(delivery, {
    gitHub,
    only: before === undefined ? {} : { needs: [before.name.toLowerCase()] },
    outputs: Object.fromEntries(
      exported.map(([name, action]) => [name, `\${{ steps.${action.toLowerCase()}.outputs.${name} }}`]),
    ),
    shown: before === undefined ? undefined : addressShownBy(before),
    env: { [BUILD_VARIABLES.commit]: '${{ github.sha }}', ...takenBy(actions) },
    steps: actions.flatMap(stepsOf),
  });
}

/** What the builds of a stage take beside the commit. */
function takenBy(actions: readonly StageAction[]): Mapping {
  return Object.fromEntries(
    takenOf(actions).map(([name, taken]) => {
      const value =
        taken.of === 'a-person'
          ? `github.event.inputs.${name} || '${taken.otherwise}'`
          : `needs.${taken.stage.toLowerCase()}.outputs.${name}`;
      return [name, `\${{ ${value} }}`];
    }),
  );
}

/** What a workflow asks a person for who starts it. */
export function askedBy(stages: readonly Stage[]): Mapping {
  const all = stages.flatMap(({ actions }) => takenOf(actions));
  return Object.fromEntries(
    all.flatMap(([name, taken]) => {
      if (taken.of !== 'a-person') return [];
      const { description, allowed, otherwise } = taken;
      return [[name, { description, type: 'choice', options: [...allowed], default: otherwise }]];
    }),
  );
}

function takenOf(actions: readonly StageAction[]): readonly (readonly [string, Taken])[] {
  return actions.flatMap((action) =>
    action.does === 'build' ? Object.entries(ALL_BUILDS[action.build].takes ?? {}) : [],
  );
}

interface JobProps {
  /** Without it, the job needs no role. */
  readonly gitHub?: GitHubEnvironment;
  readonly only?: Mapping;
  readonly outputs?: Mapping;
  /** What a person sees who is asked whether the job may run. */
  readonly shown?: string | undefined;
  readonly env?: Mapping;
  readonly steps: readonly Mapping[];
  /** Without it, what was pushed. */
  readonly ref?: string;
}

export function jobOf(
  delivery: DeliveryEnvironment,
  { gitHub, only = {}, outputs = {}, shown, env = {}, steps, ref }: JobProps,
): Mapping {
  const takesRole = gitHub !== undefined;
  const variables = Object.values(DELIVERY_VARIABLES).map((name) => [name, `\${{ vars.${name} }}`] as const);
  return {
    ...only,
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': JOB_MINUTES,
    ...(takesRole ? { environment: { name: gitHub, ...(shown === undefined ? {} : { url: shown }) } } : {}),
    // One after the other: what is deployed is not overtaken while it is being tried.
    ...(takesRole && gitHub !== 'build'
      ? { concurrency: { group: groupOf(gitHub), 'cancel-in-progress': false } }
      : {}),
    permissions: { contents: 'read', ...(takesRole ? { 'id-token': 'write' } : {}) },
    ...(Object.keys(outputs).length === 0 ? {} : { outputs }),
    ...(takesRole ? { env: { ...env, ...Object.fromEntries(variables) } } : {}),
    steps: [
      // With its history, which `deliver build` lists the commits from.
      {
        uses: CHECKOUT,
        with: { 'fetch-depth': 0, 'persist-credentials': false, ...(ref === undefined ? {} : { ref }) },
      },
      { uses: SETUP_NODE, with: { 'node-version': 22 } },
      ...(takesRole ? [takeRole(delivery, gitHub)] : []),
      { run: INSTALL },
      ...steps,
    ],
  };
}

/** Each pull request has a stack of its own. */
function groupOf(gitHub: GitHubEnvironment): string {
  return gitHub === 'pull-request' ? 'pull-request-${{ github.event.number }}' : gitHub;
}

function takeRole(delivery: DeliveryEnvironment, gitHub: GitHubEnvironment): Mapping {
  const role = gitHubRoleName(stackName(delivery), gitHub);
  return {
    uses: TAKE_ROLE,
    with: {
      'role-to-assume': `arn:aws:iam::${delivery.account}:role/${role}`,
      'aws-region': delivery.region,
      'role-duration-seconds': JOB_MINUTES * 60,
    },
  };
}

function stepsOf(action: StageAction): readonly Mapping[] {
  switch (action.does) {
    case 'build':
      return [buildStep(action.name, ALL_BUILDS[action.build])];
    case 'machine':
      return machineSteps(action);
    case 'ask':
      return [];
    default:
      return action satisfies never;
  }
}

export function buildStep(name: string, { commands, exports = [] }: Build): Mapping {
  const told = exports.map((variable) => `echo "${variable}=$${variable}" >> "$GITHUB_OUTPUT"`);
  const id = exports.length === 0 ? {} : { id: name.toLowerCase() };
  return { name, ...id, run: [...commands, ...told].join('\n') };
}

/** GitHub's runners start a machine and wait for it; a pipeline has an action for that. */
function machineSteps({ name, environment, machine }: Extract<StageAction, { does: 'machine' }>): readonly Mapping[] {
  const inputs =
    machine === 'pipeline'
      ? [acceptanceRunOf(ENVIRONMENTS[environment])]
      : ENVIRONMENTS[environment].datasets.map((dataset) => ({ dataset }));
  return inputs.map((input, index) => ({
    name: `${name} ${input.dataset}`,
    run: [
      `npm run deliver -- run --env ${environment} --machine ${machine} --input '${JSON.stringify(input)}'`,
      // Whoever comes after refers to the first: if one of the others fails, nobody comes after.
      ...(index === 0 ? ['cat out/execution.env >> "$GITHUB_ENV"'] : []),
    ].join('\n'),
  }));
}

/** Of the job before, where it names one. */
function addressShownBy({ name, actions }: Stage): string | undefined {
  const exports = actions.flatMap((action) =>
    action.does === 'build' ? (ALL_BUILDS[action.build].exports ?? []) : [],
  );
  const address = exports.find((variable) => variable.endsWith('_URL'));
  return address === undefined ? undefined : `\${{ needs.${name.toLowerCase()}.outputs.${address} }}`;
}
