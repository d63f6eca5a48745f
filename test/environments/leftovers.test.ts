import { describe, expect, it } from '@jest/globals';
import { delivery } from '../../environments/delivery.ts';
import type { Environment } from '../../environments/environment.ts';
import { ENVIRONMENTS } from '../../environments/index.ts';
import { leftoversOf } from '../../environments/leftovers.ts';

const prod = { ...ENVIRONMENTS.prod, notifications: { emails: ['mlops@company.eu'] } };
const OWN = {
  ...delivery,
  source: {
    from: 'connection',
    repository: 'company/forecasting',
    connectionArn: 'arn:aws:codeconnections:eu-central-1:111122223333:connection/1234abcd-0000-0000-0000-000000000000',
  },
  approval: { ...delivery.approval, emails: ['mlops@company.eu'] },
  notifications: { emails: ['mlops@company.eu'] },
} as const satisfies Environment;

const left = (environment: Environment, catalog = [{ name: 'weather' }]) =>
  leftoversOf(environment, { catalog, targets: [ENVIRONMENTS.dev, prod] });

describe('what the project came with', () => {
  it('is nothing where all is one’s own', () => {
    expect(left(OWN)).toEqual([]);
    expect(left(prod)).toEqual([]);
    expect(left({ ...prod, notifications: { topicArn: 'arn:aws:sns:x', topicKeyArn: 'none' } })).toEqual([]);
  });

  it('is not deployed where it is a repository or a connection of others', () => {
    expect(left({ ...OWN, source: { ...OWN.source, repository: 'example/forecasting' } })).toEqual([
      {
        id: 'exampleRepository',
        says: "environments/delivery.ts: source.repository is 'example/forecasting', which the project came with: put your own there",
        deployment: 'refused',
      },
    ]);
    const { connectionArn } = OWN.source;
    const zeros = `${connectionArn.slice(0, connectionArn.lastIndexOf('/'))}/00000000-0000-0000-0000-000000000000`;
    expect(left({ ...OWN, source: { ...OWN.source, connectionArn: zeros } })).toEqual([
      {
        id: 'exampleConnection',
        says: 'environments/delivery.ts: source.connectionArn ends in zeros, which is no connection: put the ARN of your own there',
        deployment: 'refused',
      },
    ]);
    const byGitHub = { from: 'github-actions', repository: 'example/forecasting' } as const;
    expect(left({ ...OWN, source: byGitHub }).map(({ id }) => id)).toEqual(['exampleRepository']);
    // A repository in CodeCommit is of the account itself.
    expect(left({ ...OWN, source: { from: 'codecommit', repository: 'example' } })).toEqual([]);
  });

  it('is said of addresses where nobody reads', () => {
    const emails = ['a@example.com', 'b@sub.example.org', 'c@team.example', 'd@x.invalid', 'e@myexample.com'];
    expect(left({ ...prod, notifications: { emails } })).toEqual([
      {
        id: 'exampleAddresses',
        says:
          'environments/prod.ts: notifications.emails has a@example.com, b@sub.example.org, c@team.example, d@x.invalid, where nobody ' +
          'reads: put addresses of your own there',
        deployment: 'allowed',
      },
    ]);
    const asked = { ...OWN, approval: { ...OWN.approval, emails: ['a@example.net'] } };
    expect(left(asked).map(({ says }) => says)).toEqual([
      'environments/delivery.ts: approval.emails has a@example.net, where nobody reads: put addresses of your own there',
    ]);
  });

  it('is a data set that no environment runs, whichever is synthesized', () => {
    const catalog = [{ name: 'weather' }, { name: 'sales' }];
    for (const environment of [prod, OWN])
      expect(left(environment, catalog)).toEqual([
        {
          id: 'datasetInNoEnvironment',
          says:
            "the data set 'sales' of datasets/index.ts is in no environment, and so has no rights, no schedules and no tables in AWS: " +
            "add 'sales' to 'datasets' in environments/dev.ts",
          deployment: 'allowed',
        },
      ]);
    const dev = { ...ENVIRONMENTS.dev, datasets: ['sales'] };
    expect(leftoversOf(prod, { catalog, targets: [dev, prod] })).toEqual([]);
  });
});
