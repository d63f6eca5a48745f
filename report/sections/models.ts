import { figure, percent, rangeText } from '../../core/contracts/figures.ts';
import { markup, type Content, type Markup } from '../markup.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import type { ReportData } from '../report-data.ts';
import { badge, number, table, text } from '../table.ts';
import type { Section } from './section.ts';

type Version = ReportData['versions'][number];

/** Every registered version, and what it came from. */
export function models({ versions, windows }: ReportData): Section | undefined {
  if (versions.length === 0) return undefined;
  const rows = versions.map((version) => [
    `v${version.version}`,
    version.chosen.candidate.name,
    stageBadge(version),
    rangeText(version.training.window),
    figure(version.chosen.crossValidation.rmse),
    markup`<code>${version.chosen.artifactSha256.slice(0, 12)}</code>`,
  ]);
  const columns = [text('Version'), text('Model'), text('Stage'), text('Trained on'), number('Cross-validated RMSE')];
  const body = markup`${table('Registered versions', [...columns, text('Artifact (sha256)')], rows)}<h3>Lineage</h3>
${versions.map((version) =>
  lineage(
    version,
    windows.find(({ modelVersion }) => modelVersion === version.version),
  ),
)}`;
  return { id: 'models', short: 'Models', title: 'Model versions and their lineage', body };
}

function stageBadge({ stage }: Version): Content {
  if (stage === undefined) return '–';
  return stage === 'Production' ? badge('live', stage) : badge('calm', stage);
}

function lineage(version: Version, window: RunRecord | undefined): Markup {
  const { training, chosen, code, contract, forecast } = version;
  const libraries = Object.entries(code.libraries).map(([name, pinned]) => `${name} ${pinned}`);
  return markup`<details><summary>v${version.version} · ${chosen.candidate.name} · run ${version.runId}</summary>${chain(version, window)}<dl>
<dt>Description</dt><dd>${version.description}</dd><dt>Owner</dt><dd>${version.owner}</dd><dt>Intended use</dt><dd>${version.intendedUse}</dd>
<dt>Tags</dt><dd>${Object.entries(version.tags)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')}</dd>
<dt>Training data</dt><dd><code>${training.table}</code> at version ${training.tableVersion}, ${rangeText(training.window)}</dd>
<dt>Forecasts</dt><dd>${rangeText(forecast)}</dd>
<dt>Series</dt><dd>${chosen.seriesTrained} trained, ${chosen.seriesFailed} failed</dd>
<dt>Data contract</dt><dd>${percent(contract.quarantinedShare)} refused; ${percent(contract.maxQuarantineShare)} allowed</dd>
<dt>Artifact</dt><dd><code>${chosen.artifactUri}</code><br><code>${chosen.artifactSha256}</code></dd>
<dt>Code</dt><dd>commit <code>${code.commit}</code>, image <code>${code.image}</code></dd>
<dt>Libraries</dt><dd class="small">${libraries.join(', ')}</dd></dl></details>`;
}

/** From delivery to score, with the version of each table. */
function chain({ version, runId, training, chosen }: Version, window: RunRecord | undefined): Markup {
  const tables = window?.tableVersions;
  const links: readonly (readonly [string, string])[] = [
    ...(tables === undefined ? [] : [['bronze observations', `version ${tables.bronze}`] as const]),
    ['silver series', `version ${training.tableVersion}`],
    ['training run', runId],
    [`model v${version}`, chosen.candidate.name],
    ...(tables === undefined
      ? []
      : [
          ['gold forecasts', `version ${tables.forecasts}`] as const,
          ['gold evaluations', `version ${tables.evaluations}`] as const,
        ]),
  ];
  return markup`<ol class="chain">${links.map(([name, value]) => markup`<li><strong>${name}</strong><span class="soft small">${value}</span></li>`)}</ol>`;
}
