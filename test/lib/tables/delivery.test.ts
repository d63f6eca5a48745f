import { describe, it } from '@jest/globals';
import { delivery } from '../../../environments/delivery.ts';
import { actionsIn, commandsIn, deliveryOf, propertiesIn } from './delivery-stack.ts';
import { countsIn, keptIn } from './resources.ts';
import { rightsOfRolesIn, rightsOnResourcesIn } from './rights.ts';
import { expectReviewed, inColumns, saidOnce, sortedTable } from './table.ts';
import type { Row } from './table.ts';

const pipelines = deliveryOf(delivery);
const gitHub = deliveryOf({ ...delivery, source: { from: 'github-actions', repository: 'example/forecasting' } });

const isPipeline = (who: string): boolean => who.startsWith('pipeline ');
const isProject = (who: string): boolean => who.startsWith('project ');
/** A role that a pipeline's build takes; those of pull requests see nothing of the releases. */
const isBuild = (who: string): boolean => /^role (?!pull-request)/.test(who) && !who.endsWith('-pipeline');

/** What all of a kind have alike is said once. */
function folded(isKind: (who: string) => boolean, everybody: string, rows: readonly Row[]): readonly Row[] {
  const isOne = ([who]: Row) => isKind(who);
  return [...saidOnce(everybody, rows.filter(isOne)), ...rows.filter((row) => !isOne(row))];
}

/** Held against the files beside this one, as the environments' tables are. */
describe("the reviewed table of the delivery's stack:", () => {
  it('what its pipelines do', () => {
    const { template, read } = pipelines;
    const settings = propertiesIn(pipelines, ['AWS::CodePipeline::Pipeline'], ['Stages', 'RoleArn', 'Name']);
    const rules = propertiesIn(pipelines, ['AWS::Events::Rule']);
    expectReviewed(
      'delivery-pipelines',
      'The pipelines: their actions, their other settings, the rules beside them',
      inColumns(actionsIn({ template, read })),
      sortedTable(folded(isPipeline, 'every pipeline', settings)),
      sortedTable(rules),
    );
  });

  it('what its projects run', () => {
    const settings = propertiesIn(pipelines, ['AWS::CodeBuild::Project'], ['ServiceRole', 'LogsConfig', 'Name']);
    expectReviewed(
      'delivery-projects',
      'The build projects: commands, settings',
      inColumns(commandsIn(pipelines)),
      sortedTable(folded(isProject, 'every project', settings)),
    );
  });

  it('what its roles may do', () => {
    const rights = rightsOfRolesIn(pipelines.template, pipelines.read);
    expectReviewed(
      'delivery-rights',
      'What each role of the delivery may do',
      sortedTable(folded(isBuild, 'every build', rights)),
    );
  });

  it('whom its resources let do what', () => {
    const rights = rightsOnResourcesIn(pipelines.template, pipelines.read);
    const title = 'Whom each resource of the delivery lets do what, and who may take which role';
    expectReviewed('delivery-rights-on-resources', title, sortedTable(rights));
  });

  it('what it keeps, and how many there are of each type', () => {
    const types = [
      'AWS::S3::Bucket',
      'AWS::KMS::Key',
      'AWS::ECR::Repository',
      'AWS::SNS::Topic',
      'AWS::SNS::Subscription',
    ];
    const properties = propertiesIn(pipelines, types, ['KeyPolicy', 'RepositoryPolicyText']);
    expectReviewed(
      'delivery-kept',
      'What the delivery keeps: what becomes of it, its properties; how many resources there are of each type',
      sortedTable(keptIn(pipelines.template, pipelines.read)),
      sortedTable(properties),
      sortedTable(countsIn(pipelines.template)),
    );
  });

  it("what GitHub's own runners may do in its place", () => {
    const { template, read } = gitHub;
    const taken = rightsOnResourcesIn(template, read).filter(([on]) => on.startsWith('role '));
    expectReviewed(
      'delivery-by-github',
      "With GitHub's own runners: what each role may do, who may take it, how many resources there are of each type",
      sortedTable(rightsOfRolesIn(template, read)),
      sortedTable(taken),
      sortedTable(countsIn(template)),
    );
  });
});
