import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { documentedBlocks } from '../../scripts/documented-blocks.mjs';
import { commandOf } from '../../cli/command-schema.ts';
import { deliverCommand } from '../../cli/deliver/command.ts';
import { findEnvironment } from '../../environments/index.ts';
import { commandsIn, documentedCommands, printedBy } from './commands.ts';
import { ASKED_REPORT, missingFiles, mirror, type Mirror, type Outcome, SCRIPTS } from './mirror.ts';

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  ...['docs', 'docs/decisions'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
];
/** CI runs the README's blocks as they stand (scripts/ci.mjs). */
const RUN_BY_CI = documentedBlocks(readFileSync('README.md', 'utf8')).flatMap(({ kind, commands }) =>
  ['sh', 'sh alone'].includes(kind) ? commands : [],
);
const DOCUMENTED = DOCUMENTS.map((file) => documentedCommands(file, readFileSync(file, 'utf8')));
/** What also runs in an account: a command that it prints has to say which. */
const ON_AWS = ['adapters', 'core', 'hosts', 'lake', 'lambdas', 'tables'];
const ELSEWHERE = [
  'asl',
  'bin',
  'cli',
  'containers',
  'datasets',
  'environments',
  'lib',
  'local',
  'report',
  'scripts',
  'sources',
];
const PRINTED_ON_AWS = printedBy(ON_AWS);
const PRINTED = printedBy(ELSEWHERE.filter((folder) => readdirSync('.').includes(folder)));

/** Documents call the data set D and a file FILE, messages by their names: the same command is run once. */
const ALL = [...DOCUMENTED.flatMap(({ commands }) => commands), ...PRINTED_ON_AWS, ...PRINTED].map(
  ({ where, command }) => ({
    where,
    command: command
      .replace(/--dataset (D|NAME)\b/, '--dataset weather')
      .replace('--data FILE', '--data out/demo/landing/weather/temperatures.csv'),
  }),
);
/** Wherever they leave what they write. */
const COMMANDS = [...new Map(ALL.map((found) => [found.command.replace(/ --out \S+/, ''), found])).values()];
const named = (pattern: RegExp) => COMMANDS.filter(({ command }) => pattern.test(command));

const CALLED = named(/^npm (start|run (?!verify:|rehearse |deliver )\S+) -- /);
/** The rehearsal's tests and its own play them on a store; here it is their words that count. */
const DELIVERING = named(/^npm run deliver -- /);
/** CI runs them from the README: they take minutes. */
const VERIFYING = named(/^npm run (verify:\S+|rehearse) -- /);
/** What the others run on: once, with all the words that any of them has. */
const STARTING = CALLED.filter(({ command }) => command.startsWith('npm start '));
const ASKING = CALLED.filter(({ command }) => command.includes('--approvals ask'));
/** The README's replay of a file: its options are what '...' leaves out elsewhere. */
const REPLAY_OPTIONS = [
  ...CALLED.find(({ command }) => / --data \S+\.csv /.test(command))!.command.matchAll(/--[\w-]+ \S+/g),
].map(([option]) => option);
/** What is asked of an environment before it is deployed. */
const ABOUT_TEMPLATES = /^npm run (cost|bootstrap-policy) /;
const NAMED = named(/^npm (run \S+|start|test)$/);
const TESTING = named(/^npm test -- /);
const CDK = named(/^npx /);

it('every command of documents and messages is called, named, or one of the CDK; what needs an account is marked', () => {
  expect(
    COMMANDS.filter(
      (found) => ![CALLED, DELIVERING, VERIFYING, NAMED, TESTING, CDK].some((kind) => kind.includes(found)),
    ),
  ).toEqual([]);
  expect(DOCUMENTED.flatMap(({ unknownBlocks }) => unknownBlocks)).toEqual([]);
  const marked = ['npx cdk bootstrap --context env=dev', 'npx cdk deploy --context env=dev'];
  const policy = [
    'npm run bootstrap-policy -- --env dev --out policy.json',
    'aws iam create-policy --policy-name forecasting-dev-deploy --policy-document file://policy.json',
    'npx cdk bootstrap --context env=dev --cloudformation-execution-policies arn:aws:iam::111111111111:policy/forecasting-dev-deploy',
  ];
  // The README's, and those of docs/deploy.md.
  expect(DOCUMENTED.flatMap((document) => document.marked)).toEqual([...marked, marked[0], ...policy, marked[1]]);
});

it('every command that is printed in an account says which', () => {
  const placed = PRINTED_ON_AWS.filter(({ command }) => / --(env|folder) | env=/.test(command));
  expect(placed.length).toBeGreaterThanOrEqual(6);
  expect(PRINTED_ON_AWS).toEqual(placed);
});

it('every command that is printed at a desk for a registry says which one', () => {
  const onRegistries = PRINTED.filter(({ command }) => /^npm run (?!replay ).* --dataset /.test(command));
  expect(onRegistries.length).toBeGreaterThanOrEqual(2);
  expect(onRegistries).toEqual(onRegistries.filter(({ command }) => / --(env|folder) /.test(command)));
});

describe('a command that is only named', () => {
  it.each(NAMED)('$command ($where) is a script, whose files and scripts are there', ({ command }) => {
    const script = SCRIPTS[scriptOf(command)];
    expect(script).toEqual(expect.any(String));
    expect(missingFiles(script)).toEqual([]);
    for (const { 1: name } of script.matchAll(/npm run ([\w:-]+)/g)) expect(Object.keys(SCRIPTS)).toContain(name);
  });
});

it.each(TESTING)('$command ($where) names tests that are there', ({ command }) => {
  const paths = wordsOf(command).split(' ');
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});

describe('a command of a delivery', () => {
  const { options, verb } = commandOf(deliverCommand);

  it.each(DELIVERING)('$command has a verb and options that it knows ($where)', ({ command }) => {
    const [, word = ''] = /^npm run deliver -- (\S+)/.exec(command) ?? [];
    // A message may put the verb in.
    if (!word.startsWith('<')) expect(verb?.enum).toContain(word);
    for (const [, option] of command.matchAll(/ --([\w-]+)/g))
      expect(options.map(({ name }) => name)).toContain(option);
  });
});

describe('a command of the CDK', () => {
  const options = new Map<string, Promise<string>>();
  const helpOf = (verb: string) =>
    promisify(execFile)('node_modules/.bin/cdk', [verb, '--help']).then(({ stdout }) => stdout);

  it.each(CDK)(
    '$command ($where) has a verb and options that it knows, and an environment of ours',
    async ({ command }) => {
      const [, verb, rest] = /^npx cdk (\w+)(.*)$/.exec(command) ?? [];
      const help = await (options.get(verb) ?? options.set(verb, helpOf(verb)).get(verb));
      for (const [option] of rest.matchAll(/(?<=\s)--?[\w-]+/g))
        expect(help).toMatch(new RegExp(`(^|[\\s,])${option}\\b`, 'm'));
      for (const { 1: name } of rest.matchAll(/\benv=(\w+)/g)) expect(findEnvironment(name).name).toBe(name);
    },
  );
});

describe('a command with its words', () => {
  let project: Mirror;
  let samples: Readonly<Record<string, string>>;
  let folders = 0;

  beforeAll(async () => {
    project = await mirror();
    expectSuccess(await project.run('start', STARTING.map(({ command }) => wordsOf(command)).join(' ')));
    const machine = join(project.folder, 'machine.json');
    await writeFile(machine, '{"StartAt":"A","QueryLanguage":"JSONata","States":{"A":{"Type":"Pass","End":true}}}');
    const input = join(project.folder, 'input.json');
    await writeFile(input, '{}');
    samples = {
      '--definition FILE': `--definition ${machine}`,
      '--input FILE': `--input ${input}`,
      '--delivery X': '--delivery weather/temperatures.csv',
      '--to N': '--to 1',
      '--version N': '--version 1',
      '--report SHA256': `--report ${ASKED_REPORT.sha256}`,
    };
  });

  afterAll(() => project.stop());

  const RUN_ELSEWHERE = [...STARTING, ...ASKING, ...CALLED.filter(({ command }) => RUN_BY_CI.includes(command))];
  it.each(CALLED.filter((found) => !RUN_ELSEWHERE.includes(found)))('$command runs ($where)', async (found) => {
    const environment = environmentOf(found.command);
    if (environment === undefined) return expectSuccess(await run(found.command));
    // Up to its first call, in the environment's own region; and then the same words on a folder, to the end.
    const outcome = await run(found.command);
    if (ABOUT_TEMPLATES.test(found.command)) {
      expectSuccess(outcome);
      expect(project.askedOfAws()).toEqual([]);
      return;
    }
    const { said } = outcome;
    const asked = expect.stringMatching(`^${findEnvironment(environment).region}/`);
    expect({ said, asked: project.askedOfAws()[0] }).toMatchObject({ asked });
    if (found.command.startsWith('npm run teardown ')) return; // a folder is deleted by hand
    const onFolder = found.command.replace(/ --env \w+/, '');
    if (!CALLED.some(({ command }) => command === onFolder)) expectSuccess(await run(onFolder));
  });

  async function run(command: string): Promise<Outcome> {
    await readyToRule(command);
    await readyToRelease(command);
    return project.run(scriptOf(command), wordsOf(await filled(command)));
  }

  /** A ruling that changes nothing is refused: each finds the demo's one delivery as it needs it. */
  async function readyToRule(command: string): Promise<void> {
    if (!/^npm run deliveries -- (withdraw|restore|accept) /.test(command)) return;
    await rm(join(project.folder, 'out/demo/bronze/weather/rulings'), { recursive: true, force: true });
    if (!command.includes(' -- restore ')) return;
    expectSuccess(await run(command.replace(' -- restore ', ' -- withdraw ').replace(/ --env \w+/, '')));
  }

  /** What holds no version has none to release: whatever was run before, the last move is a roll-back. */
  async function readyToRelease(command: string): Promise<void> {
    if (!/^npm run rollback -- .*--release/.test(command) || command.includes(' --env ')) return;
    expectSuccess(await project.run('rollback', "--dataset weather --reason 'to be released'"));
  }

  it.each(VERIFYING)('$command has options that it knows ($where)', async ({ command }) => {
    const { said } = await project.run(scriptOf(command), '--help');
    for (const [option] of wordsOf(command).matchAll(/--[\w-]+/g)) expect(said).toContain(`  ${option} `);
  });

  it.each(ASKING)('$command prints two commands, of which the first lets it go on ($where)', async (found) => {
    const answers = new Map<string, Promise<unknown>>();
    const { code, said } = await project.run('replay', wordsOf(await filled(found.command)), (text) => {
      for (const command of commandsIn(asOneLine(text)).filter((each) => each.startsWith('npm run approve -- '))) {
        if (!answers.has(command)) answers.set(command, project.run('approve', wordsOf(command)));
      }
    });
    expectSuccess({ code, said });
    expect(await Promise.all(answers.values())).toEqual([...answers].map(() => expect.objectContaining({ code: 0 })));
    expect(answers.size).toBeGreaterThan(0);
    expect(asOneLine(said)).toMatch(/npm run reject -- --folder .* --reason '\.\.\.'\n/);
  });

  /** The command with values for its placeholders; every call has a question, and a folder to write into, of its own. */
  async function filled(command: string): Promise<string> {
    let text = command.replace(/--[\w-]+ [A-Z][A-Z0-9]*\b/g, (words) => samples[words] ?? words);
    if (text.includes(' --run R')) text = text.replace(' --run R', ` --run ${await project.ask()}`);
    const left = REPLAY_OPTIONS.filter((option) => !text.includes(` ${option.split(' ')[0]} `)).join(' ');
    const out = `'out/folder ${(folders += 1)}'`;
    return text.replace(' ... ', ` ${left} `).replace(/--out \S+/, `--out ${out}`);
  }
});

/** A command that is wider than the terminal goes on below, as a shell reads it. */
function asOneLine(text: string): string {
  return text.replaceAll(/ \\\n +/g, ' ');
}

/** What a command said stands in the failure. */
function expectSuccess({ code, said }: Outcome): void {
  expect({ code, said }).toEqual({ code: 0, said });
}

function environmentOf(command: string): string | undefined {
  return / --env (\w+)/.exec(command)?.[1];
}

function scriptOf(command: string): string {
  const [, name, script] = /^npm (run )?([\w:-]+)/.exec(command) ?? [];
  return name === undefined ? script : script;
}

function wordsOf(command: string): string {
  return command.slice(command.indexOf(' -- ') + ' -- '.length);
}
