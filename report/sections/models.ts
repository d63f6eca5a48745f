import { figure, percent, plural, rangeText } from '../../core/contracts/figures.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { describeIgnored, describeKnown, recipeName } from '../../core/train/recipe.ts';
import { markup, type Content, type Markup } from '../markup.ts';
import type { ReportData } from '../report-data.ts';
import { badge, foldedRows, number, table, text } from '../table.ts';
import { inUnit, unitOf } from '../unit.ts';
import { librariesFold } from '../verdicts.ts';
import type { Section } from './section.ts';

type Version = ReportData['versions'][number];

/** Every registered version, and what it came from. */
export function models({ versions, windows, dataset }: ReportData): Section | undefined {
  if (versions.length === 0) return undefined;
  // A refresh is as its selection but for its data: the ones in between say nothing more.
  const told = versions.filter(({ refreshOf, stage }) => refreshOf === null || stage === 'Production');
  const unit = unitOf(dataset);
  const refreshes = versions.length - versions.filter(({ refreshOf }) => refreshOf === null).length;
  const all = told.map((version) =>
    lineage(
      version,
      windows.find(({ modelVersion }) => modelVersion === version.version),
    ),
  );
  const lineages = foldedRows('selections, one by one', markup`${all}`, told);
  const body = markup`<p>${plural(versions.length - refreshes, 'selection')} and ${plural(refreshes, 'refresh', 'refreshes')} of them.</p>
${foldedRows('selections, and what is in Production', versionsTable('Selections, and what is in Production', told, unit), told)}
<details><summary>All ${plural(versions.length, 'version')}, refreshes included</summary>${versionsTable('Registered versions', versions, unit)}</details><h3>Lineage</h3>
${lineages}`;
  return { id: 'models', short: 'Models', title: 'Model versions and their lineage', body };
}

function versionsTable(caption: string, versions: readonly Version[], unit: string | undefined): Markup {
  const rows = versions.map((version) => [
    `v${version.version}`,
    recipeName(version),
    version.refreshOf === null ? 'selection' : `refresh of v${version.refreshOf}`,
    stageBadge(version),
    rangeText(version.training.window),
    figure(version.crossValidation.rmse),
    markup`<code title="${version.artifactSha256}">${version.artifactSha256.slice(0, 12)}</code>`,
  ]);
  const columns = [text('Version'), text('Recipe'), text('Fit'), text('Stage'), text('Trained on')];
  return table(caption, [...columns, number(inUnit('Cross-validated RMSE', unit)), text('Artifact (sha256)')], rows);
}

function stageBadge({ stage }: Version): Content {
  if (stage === undefined) return '–';
  return stage === 'Production' ? badge('live', stage) : badge('calm', stage);
}

function lineage(version: Version, window: RunRecord | undefined): Markup {
  const { training, recipe, selection, code, contract, forecast } = version;
  const libraries = Object.entries(code.libraries).map(([name, pinned]) => `${name} ${pinned}`);
  return markup`<details><summary>v${version.version} · ${recipeName(version)} · run ${version.runId}</summary>${chain(version, window)}<dl>
<dt>Description</dt><dd>${version.description}</dd><dt>Owner</dt><dd>${version.owner}</dd><dt>Intended use</dt><dd>${version.intendedUse}</dd>
<dt>Tags</dt><dd>${Object.entries(version.tags)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')}</dd>
<dt>Recipe</dt><dd>${recipe.kind} of ${recipe.candidates.map(candidateText).join(', ')}; season ${recipe.seasonLength}, trained on ${recipe.trainingLength}, by ${recipe.selectionMetric}</dd>
<dt>Selection</dt><dd>run ${selection.runId}, as of ${selection.asOf}: ${selection.reason}; yardstick ${selection.yardstick.name}</dd>
<dt>Training data</dt><dd><code>${training.table}</code> at version ${training.tableVersion}, ${rangeText(training.window)}</dd>${knownAhead(version)}
<dt>Forecasts</dt><dd>${rangeText(forecast)}, intervals of ${[recipe.level, ...recipe.furtherLevels].map(percent).join(' and ')}</dd>
<dt>Series</dt><dd>${version.seriesTrained} trained, ${version.seriesFailed} failed</dd>
<dt>Data contract</dt><dd>${percent(contract.quarantinedShare)} refused; ${percent(contract.maxQuarantineShare)} allowed</dd>
<dt>Artifact</dt><dd><code>${version.artifactUri}</code><br><code>${version.artifactSha256}</code></dd>
<dt>Code</dt><dd>commit <code>${code.commit}</code>, image <code>${code.image}</code></dd>
<dt>Libraries</dt><dd class="small">${librariesFold(libraries)}</dd></dl></details>`;
}

function knownAhead(version: Version): Markup {
  const known = describeKnown(version);
  if (known === undefined) return markup``;
  const ignored = describeIgnored(version);
  return markup`
<dt>Known ahead</dt><dd>${known}${ignored === undefined ? '' : `. Not learned from: ${ignored}`}</dd>`;
}

function candidateText({ name, options }: Version['recipe']['candidates'][number]): string {
  return Object.keys(options).length === 0 ? name : `${name} ${JSON.stringify(options)}`;
}

/** From delivery to score, with the version of each table. */
function chain(version: Version, window: RunRecord | undefined): Markup {
  const { runId, training } = version;
  const tables = window?.tableVersions;
  const links: readonly (readonly [string, string])[] = [
    ...(tables === undefined ? [] : [['bronze observations', `version ${tables.bronze}`] as const]),
    ['silver series', `version ${training.tableVersion}`],
    ['training run', runId],
    [`model v${version.version}`, recipeName(version)],
    ...(tables === undefined
      ? []
      : [
          ['gold forecasts', `version ${tables.forecasts}`] as const,
          ['gold evaluations', `version ${tables.evaluations}`] as const,
        ]),
  ];
  return markup`<ol class="chain">${links.map(([name, value]) => markup`<li><strong>${name}</strong><span class="soft small">${value}</span></li>`)}</ol>`;
}
