import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import * as z from 'zod';
import { delivery } from '../../environments/delivery.ts';
import { workflowsOf } from '../../scripts/workflow/workflows.ts';
import { deliveryTemplate } from '../lib/delivery/account.ts';

const WORKFLOWS = workflowsOf({ ...delivery, source: { from: 'github-actions', repository: 'example/forecasting' } });

const workflowSchema = z.looseObject({
  permissions: z.unknown(),
  jobs: z.record(
    z.string(),
    z.looseObject({
      if: z.string().optional(),
      permissions: z.record(z.string(), z.string()),
      environment: z.looseObject({ name: z.string() }).optional(),
      steps: z.array(z.looseObject({ uses: z.string().optional(), run: z.string().optional() })),
    }),
  ),
});
const workflows = new Map([...WORKFLOWS].map(([file, text]) => [file, workflowSchema.parse(parse(text))]));

/** What a job does beyond telling later ones what came of it, and waiting for a machine. */
const ITS_OWN = /^(echo "[A-Z0-9_]+=\$|cat out\/execution\.env|npm run deliver -- run )/;

function commandsOf(file: string): readonly string[] {
  const jobs = Object.entries(workflows.get(file)?.jobs ?? {});
  const lines = jobs.flatMap(([, { steps }]) => steps.flatMap(({ run }) => run?.split('\n') ?? []));
  return lines.filter((line) => !ITS_OWN.test(line));
}

const pipelineSchema = z.looseObject({
  Name: z.string(),
  Stages: z.array(
    z
      .object({
        Actions: z.array(
          z.looseObject({ Configuration: z.looseObject({ ProjectName: z.object({ Ref: z.string() }).optional() }) }),
        ),
      })
      .loose(),
  ),
});
const buildSpecSchema = z.object({
  phases: z.object({
    install: z.looseObject({ commands: z.array(z.string()) }),
    build: z.looseObject({ commands: z.array(z.string()) }),
  }),
});

/** Of each stage: what its builds run, and the installation once. */
function commandsOfPipeline(name: string): readonly string[] {
  const { Resources } = deliveryTemplate();
  const all = Object.values(Resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::CodePipeline::Pipeline' ? [pipelineSchema.parse(Properties)] : [],
  );
  const stages = all.find(({ Name }) => Name === `forecasting-delivery-${name}`)?.Stages ?? [];
  return stages.flatMap(({ Actions }) => {
    const builds = Actions.flatMap(({ Configuration: { ProjectName } }) =>
      ProjectName === undefined ? [] : [ProjectName.Ref],
    );
    const phases = builds.map((id) => {
      const { BuildSpec } = z.looseObject({ BuildSpec: z.string() }).parse(Resources[id]?.Properties.Source);
      return buildSpecSchema.parse(JSON.parse(BuildSpec)).phases;
    });
    return [...(phases[0]?.install.commands ?? []), ...phases.flatMap(({ build }) => build.commands)];
  });
}

describe("the workflows of GitHub's own runners", () => {
  it('run the commands of the pipelines, in their order', () => {
    expect(commandsOf('main.yml')).toEqual(commandsOfPipeline('main'));
    expect(commandsOf('release.yml')).toEqual([...commandsOfPipeline('release'), ...commandsOfPipeline('return')]);
    expect(commandsOf('return.yml')).toEqual(commandsOfPipeline('return'));
    expect(commandsOfPipeline('main')).toHaveLength(10);
  });

  it('check pull requests as the build project does, and deploy none of a fork', () => {
    expect(commandsOf('pull-request.yml')).toEqual([
      'node scripts/ensure-installed.mjs',
      'npm run check',
      'node scripts/ensure-installed.mjs',
      'npm run deliver -- pull-request --number "$PULL_REQUEST" --commit "$COMMIT"',
    ]);
    const { check, deploy } = workflows.get('pull-request.yml')?.jobs ?? {};
    expect(check?.permissions).toEqual({ contents: 'read' });
    expect(deploy?.if).toBe('${{ github.event.pull_request.head.repo.full_name == github.repository }}');
  });

  it('have no more rights than to read, and to ask for a role where they have one', () => {
    for (const { permissions, jobs } of workflows.values()) {
      expect(permissions).toEqual({});
      for (const job of Object.values(jobs)) {
        const token = job.environment === undefined ? {} : { 'id-token': 'write' };
        expect(job.permissions).toEqual({ contents: 'read', ...token });
      }
    }
  });

  it("use others' actions by commit alone", () => {
    const used = [...workflows.values()].flatMap(({ jobs }) =>
      Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? [])),
    );
    expect([...new Set(used)].map((action) => action.replace(/@[0-9a-f]{40}$/, ''))).toEqual([
      'actions/checkout',
      'actions/setup-node',
      'aws-actions/configure-aws-credentials',
    ]);
  });

  it('return after a failure of prod, and where a person asks', () => {
    expect(workflows.get('release.yml')?.jobs.return?.if).toBe("${{ failure() && needs.prod.result == 'failure' }}");
    expect(parse(WORKFLOWS.get('return.yml') ?? '')).toMatchObject({
      on: {
        workflow_dispatch: {
          inputs: { RETURN_FROM: { type: 'choice', options: ['any', 'unconfirmed'], default: 'unconfirmed' } },
        },
      },
    });
    for (const file of ['release.yml', 'return.yml']) {
      expect(workflows.get(file)?.jobs.return?.env).toMatchObject({
        RETURN_FROM: "${{ github.event.inputs.RETURN_FROM || 'unconfirmed' }}",
      });
    }
  });

  it('ask before prod, and show the evidence: the environment has its address', () => {
    expect(workflows.get('release.yml')?.jobs.prod?.environment).toEqual({
      name: 'prod',
      url: '${{ needs.evidence.outputs.EVIDENCE_URL }}',
    });
  });

  it('deploy to prod by the hash of the evidence that was shown', () => {
    expect(workflows.get('release.yml')?.jobs.prod).toMatchObject({
      needs: ['evidence'],
      env: { EVIDENCE_SHA256: '${{ needs.evidence.outputs.EVIDENCE_SHA256 }}' },
    });
    expect(workflows.get('release.yml')?.jobs.evidence?.outputs).toMatchObject({
      EVIDENCE_SHA256: '${{ steps.evidence.outputs.EVIDENCE_SHA256 }}',
    });
  });
});
