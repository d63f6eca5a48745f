import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { approveCommand } from '../../cli/approve/command.ts';
import { aslCommand } from '../../cli/asl/command.ts';
import { type CommandSchema, commandOf } from '../../cli/command-schema.ts';
import { deliverCommand } from '../../cli/deliver/command.ts';
import { deliveriesCommand } from '../../cli/deliveries/command.ts';
import { initCommand } from '../../cli/init/command.ts';
import { modelsCommand } from '../../cli/models/command.ts';
import { maintainCommand } from '../../cli/maintain/command.ts';
import { rehearseCommand } from '../../cli/rehearse/command.ts';
import { replayCommand } from '../../cli/replay/command.ts';
import { rollbackCommand } from '../../cli/rollback/command.ts';
import { dataContractSchema } from '../../core/contracts/data-contract.ts';
import { MACHINES } from '../../core/contracts/machine-inputs.ts';
import { METRIC_NAMES } from '../../core/contracts/published-metrics.ts';
import { withoutBlocks } from '../../scripts/documented-blocks.mjs';
import { type Name, resourcesOf, templateOf } from '../lib/support.ts';
import { SCRIPTS } from './mirror.ts';

const folderOf = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.md'));
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...folderOf('docs').map((name) => `docs/${name}`),
  ...folderOf('docs/decisions').map((name) => `docs/decisions/${name}`),
].map((file) => ({ file, text: readFileSync(file, 'utf8') }));
const textOf = (file: string) => readFileSync(file, 'utf8');

/** Folders of the checkout that git keeps, as far as their names tell. */
const FOLDERS = readdirSync('.', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$|out$|cdk\.out$)/.test(entry.name))
  .map(({ name }) => name);
const PATHS = FOLDERS.flatMap((folder) => [
  folder,
  ...readdirSync(folder, { recursive: true }).map((path) => join(folder, String(path))),
]);

/** A path with '<name>', 'NAME' or '*' for what differs, as a pattern. */
function patternOf(path: string): RegExp {
  const plain = path.replace(/\/$/, '').replace(/[.+]/g, '\\$&');
  return new RegExp(`^${plain.replace(/<\w+>|\bNAME\b|\*/g, '[^/]+')}$`);
}

function codeIn(text: string): readonly string[] {
  return [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);
}

const LINKS = PAGES.flatMap(({ file, text }) =>
  [...text.matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)/g)].map(([, path, anchor]) => ({ file, path, anchor })),
);

describe('the pages', () => {
  it.each(PAGES)('name paths of the project that are there: $file', ({ text }) => {
    const named = codeIn(text).filter((code) => FOLDERS.some((folder) => code.startsWith(`${folder}/`)));
    const paths = named.filter((code) => /^[\w./<>*-]+$/.test(code));
    expect(paths.filter((path) => !PATHS.some((known) => patternOf(path).test(known)))).toEqual([]);
  });

  it.each(LINKS)('link to what is there: $file, $path $anchor', ({ file, path, anchor }) => {
    const target = path === '' ? file : join(dirname(file), path);
    expect(existsSync(target)).toBe(true);
    if (anchor === undefined) return;
    const headings = [...textOf(target).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading);
    expect(headings.map((heading) => heading.toLowerCase().replaceAll(' ', '-'))).toContain(anchor);
  });

  it('name every script that a person calls', () => {
    const pages = PAGES.map(({ text }) => text).join('\n');
    const calls = Object.keys(SCRIPTS).map((name) =>
      ['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`,
    );
    // The parts of `npm run check`.
    const parts = ['format', 'format:check', 'typecheck', 'lint', 'synth:check'].map((name) => `npm run ${name}`);
    expect(calls.filter((call) => !parts.includes(call) && !pages.includes(call))).toEqual([]);
  });
});

describe('README.md', () => {
  const README = textOf('README.md');

  it('has a table of options that the replay knows, with the fields of the contract that they are', () => {
    const rows = [...README.matchAll(/^\| `--([\w-]+)[^|]*\| ([^|]*)\|/gm)];
    const known = commandOf(replayCommand).options.map(({ name }) => name);
    const fields = rows.map(([, option, cell]) => ({ option, fields: codeIn(cell) }));
    expect(fields).toHaveLength(7);
    expect(fields.filter(({ option }) => !known.includes(option))).toEqual([]);
    expect(fields.flatMap((row) => row.fields).filter((field) => !(field in dataContractSchema.shape))).toEqual([]);
  });

  it('names options that a command has', () => {
    const commands: readonly CommandSchema[] = [
      approveCommand,
      aslCommand,
      deliverCommand,
      deliveriesCommand,
      initCommand,
      modelsCommand,
      maintainCommand,
      rehearseCommand,
      replayCommand,
      rollbackCommand,
    ];
    const known = commands.flatMap((command) => commandOf(command).options.map(({ name }) => `--${name}`));
    const named = codeIn(README)
      .filter((code) => !/^(npm|npx) /.test(code))
      .flatMap((code) => code.match(/(?<!\S)--[a-z][\w-]*/g) ?? []);
    expect(named.length).toBeGreaterThan(20);
    // Of the CDK, of the benchmark and of verify:deploy, whose programs run when they are imported.
    const others = ['--quiet', '--only', '--series', '--quick', '--help'];
    expect(named.filter((option) => ![...known, ...others].includes(option))).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  const PAGE = textOf('docs/architecture.md');

  it('has a line for every folder, and for every folder of core', () => {
    const top = FOLDERS.filter((folder) => !new RegExp(`^ {4}(\\w+/ )*${folder}/`, 'm').test(PAGE));
    expect(top).toEqual(['docs']);
    const core = readdirSync('core', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(
      core.filter(({ name }) => !new RegExp(`^ {6}(\\w+/ )*${name}/`, 'm').test(PAGE)).map(({ name }) => name),
    ).toEqual([]);
  });

  it('has a row for every machine', () => {
    const section = PAGE.slice(PAGE.indexOf('## The machines'), PAGE.indexOf('## Data'));
    const rows = [...section.matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name);
    expect(rows).toEqual(MACHINES);
    expect(rows).toHaveLength(14);
  });
});

describe('docs/deploy.md', () => {
  it('counts the alarms and metrics that are billed', () => {
    const [, alarms, further, billed, metrics, dollars] =
      /has (\d+) alarms, and (\w+) more [\s\S]*?prod's come to \$([\d.]+); the (\d+) metrics of a data set to \$([\d.]+)/.exec(
        textOf('docs/deploy.md'),
      ) ?? [];
    expect([alarms, further, billed, metrics, dollars]).toEqual(['19', 'seven', '3.10', '22', '6.60']);
    const alarmsOf = (name: Name) => resourcesOf(templateOf(name), 'AWS::CloudWatch::Alarm').length;
    expect([alarmsOf('dev'), alarmsOf('prod')]).toEqual([19, 26]);
    expect(Object.keys(METRIC_NAMES)).toHaveLength(22);
  });
});
