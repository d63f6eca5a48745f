import { describe, expect, it } from '@jest/globals';
import type { Template } from '../../../local/platform/template.ts';
import { NAMES, actionsOf, machinesOf, resourcesOf, statementsOf, statesOf, templateOf } from '../support.ts';
import { companyTemplate } from './template.ts';

/** What AWS gives no tags, and why a company can do without. */
const UNTAGGABLE = {
  'AWS::IAM::Policy': 'a part of its role, which has them',
  'AWS::S3::BucketPolicy': 'a part of its bucket, which has them',
  'AWS::SNS::TopicPolicy': 'a part of its topic, which has them',
  'AWS::SNS::Subscription': 'a part of its topic, which has them',
  'AWS::SQS::QueuePolicy': 'a part of its queue, which has them',
  'AWS::Budgets::Budget': 'it costs nothing, and counts for the account as a whole',
  'AWS::Glue::Database': 'CloudFormation gives it none; it costs nothing',
  'AWS::Glue::Table': 'a part of its database',
  'AWS::Scheduler::Schedule': 'its group has them',
};

const TAGS: readonly [string, () => Template, Readonly<Record<string, string>>][] = [
  ...NAMES.map((name) => [name, () => templateOf(name), { application: 'forecasting', environment: name }] as const),
  ['a company', companyTemplate, { 'cost-center': '4711', Team: 'Prognose und Planung', 'data/class': 'internal' }],
].map(([name, template, tags]) => [name, template, tags] as [string, () => Template, Record<string, string>]);

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

describe.each(TAGS)('the tags of %s', (_, templateOfIt, tags) => {
  it('are on every resource that can have some', () => {
    const resources = Object.entries(templateOfIt().Resources);
    const untagged = resources.filter(([, { Type, Properties }]) => {
      if (Type in UNTAGGABLE) return Properties?.Tags !== undefined;
      const found = Object.fromEntries(((Properties?.Tags ?? []) as Tag[]).map(({ Key, Value }) => [Key, Value]));
      return JSON.stringify(found, Object.keys(found).sort()) !== JSON.stringify(tags, Object.keys(tags).sort());
    });
    expect(untagged.map(([id, { Type }]) => `${Type} ${id}`)).toEqual([]);
    expect(resources.filter(([, { Type }]) => !(Type in UNTAGGABLE)).length).toBeGreaterThan(80);
  });
});

describe('what has no tags of its own', () => {
  it('is there, each of the list', () => {
    const types = new Set(NAMES.flatMap((name) => Object.values(templateOf(name).Resources).map(({ Type }) => Type)));
    expect(Object.keys(UNTAGGABLE).filter((type) => !types.has(type))).toEqual([]);
  });
});

describe('the tags of what is made at run time', () => {
  it('stand in the requests of the jobs', () => {
    const { train, forecast, promote, smoke } = machinesOf('staging');
    const jobs = [train, forecast, promote, smoke]
      .flatMap((graph) => statesOf(graph))
      .filter(({ state: { Resource = '' } }) => /sagemaker:create\w+Job/.test(Resource));
    expect(jobs.map(({ name, state }) => [name, state.Arguments?.Tags])).toEqual(
      [
        'Cross-validate the candidate',
        'Fit the recipe',
        'Forecast the horizon',
        'Fit the twin',
        'Forecast a few periods',
      ].map((name) => [
        name,
        [
          { Key: 'application', Value: 'forecasting' },
          { Key: 'environment', Value: 'staging' },
        ],
      ]),
    );
  });

  it('are told to the function that creates model package groups, with the right to tag these, and to no other', () => {
    const template = templateOf('staging');
    const told = resourcesOf(template, 'AWS::Lambda::Function').flatMap(({ properties, resource }) => {
      const { Variables } = properties.Environment as { readonly Variables: Readonly<Record<string, unknown>> };
      const { RESOURCE_TAGS: tags } = Variables;
      return tags === undefined ? [] : [[(resource.Metadata as { readonly step: string }).step, tags]];
    });
    const tags = '{"application":"forecasting","environment":"staging"}';
    expect(told).toEqual([['register', tags]]);
    const tagging = statementsOf(template, 'Steps').filter((each) => actionsOf(each).includes('sagemaker:AddTags'));
    expect(tagging).toEqual(statementsOf(template, 'Stepsregister').filter((each) => tagging.includes(each)));
    expect(JSON.stringify(tagging)).toContain(':model-package-group/forecasting-staging-weather"');
  });

  it('are those of their group, for schedules, which are in no other', () => {
    const [group, ...others] = resourcesOf(templateOf('prod'), 'AWS::Scheduler::ScheduleGroup');
    expect(others).toEqual([]);
    expect(group.properties.Name).toBe('forecasting-prod');
    // Its name is fixed: one that outlived its stack would keep the stack from coming back.
    expect(group.resource.DeletionPolicy).toBe('Delete');
    const groups = resourcesOf(templateOf('prod'), 'AWS::Scheduler::Schedule').map(
      ({ properties }) => properties.GroupName,
    );
    expect(groups).toStrictEqual(new Array(5).fill('forecasting-prod'));
  });
});
