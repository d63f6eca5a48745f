import { describe, expect, it } from '@jest/globals';
import { readDelivery } from '../../../local/delivery/read-delivery.ts';
import type { DeliveryTemplate } from '../../../local/delivery/resolver.ts';
import { LeftOut, type Players, walkPipeline } from '../../../local/delivery/walk.ts';
import { build, pipeline, PLACE, rule, smallDelivery, source } from './small-delivery.ts';

function buildTold(name: string, commit: string) {
  const { Configuration, ...action } = build(name, 'DeployProject');
  const told = JSON.stringify([{ name: 'COMMIT', type: 'PLAINTEXT', value: commit }]);
  return { ...action, Configuration: { ...Configuration, EnvironmentVariables: told } };
}

/** @param fails names of actions */
async function walked(fails: readonly string[] = [], template: DeliveryTemplate = smallDelivery()) {
  const plan = readDelivery(template, PLACE);
  const seen: string[] = [];
  const told: string[] = [];
  const outcomes: string[] = [];
  const met: string[] = [];
  const act = (name: string, left: Readonly<Record<string, string>>, how = name) => {
    seen.push(how);
    if (fails.includes(name)) throw new Error(`${name} is broken`);
    return left;
  };
  const players: Players = {
    source: async ({ name, branch }) => act(name, { CommitId: 'abc', BranchName: branch }),
    build: async ({ name, variables }) => {
      if (fails.includes(`without ${name}`)) return new LeftOut('as asked');
      return act(name, { PAGE: 'https://page' }, `${name} ${variables.COMMIT}`);
    },
    machine: async ({ name, input }) => act(name, { ExecutionArn: 'arn:x' }, `${name} ${JSON.stringify(input)}`),
    approval: async ({ name, text, link }) => act(name, {}, `${name} '${text}' ${link}`),
    tell: (tells, message) => told.push(`${tells.join()}: ${message}`),
  };
  const isComplete = await walkPipeline(plan.pipelines[0]!, {
    plan,
    place: PLACE,
    players,
    nowMs: () => 0,
    onStage: () => undefined,
    onAction: () => undefined,
    onOutcome: ({ pipeline: of, action, outcome, why }) =>
      outcomes.push(`${of} ${action} ${outcome}${why === undefined ? '' : ` (${why})`}`),
    onRule: (name, because) => met.push(`${name}: ${because}`),
  });
  return { isComplete, seen, told, outcomes, met };
}

describe('walkPipeline', () => {
  it('walks to the end, with the variables of the actions before put in', async () => {
    expect(await walked()).toMatchObject({
      isComplete: true,
      seen: [
        'Source',
        'Prove abc',
        "Approve 'Commit abc' https://page",
        'Deploy abc',
        'Smoke {"dataset":"weather"}',
        'Confirm abc',
      ],
      met: [],
    });
  });

  it('stops at an action that fails, and plays what the rules of the stack start', async () => {
    const { isComplete, outcomes, met } = await walked(['Smoke']);
    expect(isComplete).toBe(false);
    expect(met).toEqual(['ReturnAfterFailure: shop-release, stage Prod: FAILED']);
    expect(outcomes.slice(3)).toEqual([
      'shop-release Deploy succeeded',
      'shop-release Smoke failed (Error: Smoke is broken)',
      'shop-return Source succeeded',
      'shop-return Return succeeded',
    ]);
  });

  it("puts the pipeline's own variables in, as they are where nobody says otherwise", async () => {
    const stages = [
      { Name: 'Source', Actions: [source('release')] },
      { Name: 'Prod', Actions: [buildTold('Deploy', '#{variables.FROM}')] },
    ];
    const { Type, Properties } = pipeline('shop-release', stages);
    const told = { Type, Properties: { ...Properties, Variables: [{ Name: 'FROM', DefaultValue: 'afar' }] } };
    expect((await walked([], smallDelivery({ ReleasePipeline: told }))).seen).toEqual(['Source', 'Deploy afar']);
  });

  it('ends a release that is not approved, and returns from nothing', async () => {
    const { isComplete, seen, met } = await walked(['Approve']);
    expect(isComplete).toBe(false);
    expect(seen.at(-1)).toBe("Approve 'Commit abc' https://page");
    expect(met).toEqual([]);
  });

  it('lets what runs side by side come to its end', async () => {
    const actions = [build('One', 'DeployProject'), build('Two', 'DeployProject'), build('Next', 'DeployProject', 2)];
    const stages = [
      { Name: 'Source', Actions: [source('release')] },
      { Name: 'Prod', Actions: actions },
    ];
    const { seen } = await walked(['One'], smallDelivery({ ReleasePipeline: pipeline('shop-release', stages) }));
    expect(seen.slice(0, 3)).toEqual(['Source', 'One abc', 'Two abc']);
    expect(seen).not.toContain('Next abc');
  });

  it('goes on past what was left out, and fails where its variables are asked for', async () => {
    const { isComplete, outcomes } = await walked(['without Prove']);
    expect(isComplete).toBe(false);
    expect(outcomes.slice(1)).toEqual([
      'shop-release Prove left out (as asked)',
      'shop-release Approve failed (Error: the variable #{OfProve.PAGE} was not set by any action before)',
    ]);
  });

  it('tells people what a rule says, with the values of the event', async () => {
    const { Type, Properties } = rule({ detail: { state: ['FAILED'], stage: ['Prod'] } }, { Ref: 'Approvals' });
    const [target] = Properties.Targets;
    const InputTransformer = {
      InputPathsMap: { p: '$.detail.pipeline', s: '$.detail.stage' },
      InputTemplate: '"<p>: the stage <s> has failed"',
    };
    const tells = { Type, Properties: { ...Properties, Targets: [{ ...target, InputTransformer }] } };
    const { told } = await walked(['Deploy'], smallDelivery({ Tell: tells }));
    expect(told).toEqual(['who@example.com: shop-release: the stage Prod has failed']);
  });

  it('refuses rules that would never stop', async () => {
    const again = rule(
      { detail: { state: ['SUCCEEDED'], pipeline: ['shop-return'] } },
      {
        'Fn::GetAtt': ['ReleasePipeline', 'Arn'],
      },
    );
    await expect(walked(['Smoke'], smallDelivery({ Again: again }))).rejects.toThrow(
      'shop-release starts shop-return starts shop-release: the rules of the template would never stop',
    );
  });
});
