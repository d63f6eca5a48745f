import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { dev } from '../../environments/dev.ts';
import { COMPANY } from '../support/company-environment.ts';
import { NAMES, actionsOf, stackOf, statementsIn, templateOf } from '../lib/support.ts';
import type { Statement } from '../lib/support.ts';

const PAGE = readFileSync('docs/deploy.md', 'utf8');
const blocks = (kind: string) =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text);

interface Documented extends Statement {
  readonly Sid: string;
  readonly Principal?: unknown;
}

/** What the page tells the owners of boundaries, keys, topics and buckets to allow, by the statement's name. */
const DOCUMENTED = blocks('json').flatMap((text) => {
  const found = JSON.parse(text) as Documented | { readonly Statement: readonly Documented[] };
  return 'Statement' in found ? found.Statement : [found];
});

function documented(...sids: readonly string[]): readonly string[] {
  return DOCUMENTED.filter(({ Sid }) => sids.includes(Sid))
    .flatMap(actionsOf)
    .sort();
}

const COMPANIES = [COMPANY, { ...COMPANY, compute: dev.compute }].map((literal) => stackOf(literal).template);
const TEMPLATES = [...NAMES.map(templateOf), ...COMPANIES];
const allowed = TEMPLATES.flatMap((template) => statementsIn(template)).filter(
  ({ statement }) => statement.Effect === 'Allow',
);

/** What the roles may do that the filter takes, each once. */
function actions(isMeant: (role: string, resources: readonly unknown[]) => boolean): readonly string[] {
  const found = allowed
    .filter(({ role, statement }) => isMeant(role.Ref, [statement.Resource].flat()))
    .flatMap(({ statement }) => actionsOf(statement));
  return [...new Set(found)].sort();
}

const TOPIC = { topicArn: '', topicKeyArn: '', ...COMPANY.notifications };

describe('docs/deploy.md', () => {
  it('names in the boundary every action of every role, and no other', () => {
    expect(documented('ForecastingBoundary')).toEqual(actions(() => true));
  });

  it('tells the owner of the data key what the roles do with it', () => {
    expect(documented('ForecastingData', 'ForecastingVolumes')).toEqual(
      actions((_, resources) => resources.includes(COMPANY.dataKey)),
    );
  });

  it('tells the owner of the data key what CloudWatch Logs does with it, as a key of a stack is told', () => {
    const { KeyPolicy } = templateOf('prod').Resources.DataKey?.Properties as {
      readonly KeyPolicy: { readonly Statement: readonly Documented[] };
    };
    const own = KeyPolicy.Statement.find(({ Sid }) => Sid === 'LogGroupsOfThisStack');
    const told = DOCUMENTED.find(({ Sid }) => Sid === 'ForecastingLogs');
    expect(told?.Action).toEqual(own?.Action);
    const groups = JSON.stringify(own?.Condition).replaceAll('333333333333', '444455556666');
    const named = groups.replaceAll('forecasting-prod-', 'acme-ml-forecasting-audit-');
    const [partition, aws] = ['{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},"', '"arn:aws'];
    expect(JSON.stringify(told?.Condition)).toBe(named.replaceAll(partition, aws).replaceAll('"]]}', '"'));
  });

  it('tells the owners of the topic and its key what the roles do with them', () => {
    expect(documented('ForecastingNotifications')).toEqual(
      actions((_, resources) => resources.includes(TOPIC.topicArn)),
    );
    expect(documented('ForecastingTopicKey')).toEqual(actions((_, resources) => resources.includes(TOPIC.topicKeyArn)));
  });

  it('says the account, the topic, the bucket and the stack of its example alike', () => {
    const text = blocks('json').join('\n');
    expect([...new Set(text.match(/(?<!\d)\d{12}(?!\d)/g))].sort()).toEqual(['444455556666', '777788889999']);
    expect(text).toContain(`"Resource": "${TOPIC.topicArn}"`);
    expect(text).toContain('"Resource": "arn:aws:s3:::acme-access-logs/acme-ml-forecasting-audit/*"');
    expect(stackOf(COMPANY).stack.stackName).toBe('acme-ml-forecasting-audit');
  });

  it('says of every service that functions and jobs call whether it needs an endpoint', () => {
    const explained = [...PAGE.matchAll(/^\| `([a-z0-9]+)` +\| (?:`com\.amazonaws\.|none)/gm)].map(
      ([, service]) => service,
    );
    const called = actions((role) => /^(Steps|Jobs|Answering)/.test(role)).map((action) => action.split(':')[0]);
    // Whoever is known may ask STS who they are.
    expect([...explained].sort()).toEqual([...new Set([...called, 'sts'])].sort());
  });

  it('shows an example that is synthesized by the tests', () => {
    const fixture = readFileSync('test/support/company-environment.ts', 'utf8')
      .split('\n')
      .map((line) => line.trim());
    const [example] = blocks('ts');
    const lines = example.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => !fixture.includes(line.trim()))).toEqual([]);
  });

  it('has a line for everything that a company may prescribe', () => {
    const fields = [...PAGE.matchAll(/^\| `([\w.]+)` +\| (?!`com|none)/gm)].map(([, field]) => field);
    expect(fields).toEqual([
      'tags',
      'namePrefix',
      'permissionsBoundary',
      'network',
      'dataKey',
      'notifications',
      'storage.accessLogs',
      'tracking',
    ]);
  });
});
