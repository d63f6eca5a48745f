import { evidenceSchema, type Part, type ReleaseEvidence } from '../../core/contracts/evidence.ts';
import { markup, trusted, type Markup } from '../markup.ts';
import { section, type Section } from '../sections/section.ts';
import { badge } from '../table.ts';
import { evidenceAnswer, whatFollows } from './answer.ts';
import { THEME_CSS } from '../theme.ts';
import { changesBody } from './changes.ts';
import { complianceBody } from './compliance.ts';
import { costBody } from './cost.ts';
import { instantText } from './instant.ts';
import { runsBody } from './runs.ts';
import { visibleWithin } from './visible.ts';

const STYLE = `${THEME_CSS}
header.top{padding:1.6rem 0 .4rem}.answer{font-size:1.15rem}
nav{position:sticky;top:0;z-index:3;background:var(--ground);border-bottom:1px solid var(--line)}
nav ul{max-width:72rem;margin:0 auto;padding:.5rem 1rem;list-style:none;display:flex;gap:.2rem 1.2rem;flex-wrap:wrap}
nav a{text-decoration:none;font-weight:600}nav a:hover{text-decoration:underline}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem 1rem;z-index:9}
.note{border-left:4px solid var(--line);background:var(--faint);border-radius:8px;padding:.7rem 1rem;margin:.8rem 0}
.note>:first-child{margin-top:0}.note>:last-child{margin-bottom:0}
.note.bad{border-color:var(--bad);background:var(--bad-ground)}.note.warn{border-color:var(--warn);background:var(--warn-ground)}
.note h3,.note p{margin:.2rem 0 .3rem}.note.bad h3{color:var(--bad)}.note.warn h3{color:var(--warn)}
.note ul{margin:.3rem 0;padding-left:1.2rem}.note li{overflow-wrap:anywhere}
td code,th code,li code{white-space:pre-wrap}
@media (min-width:40.01rem){.table td,.table th[scope=row]{overflow-wrap:anywhere;min-width:7rem}.values table{table-layout:fixed}}
h3.environment{font-size:1.15rem;margin-top:2rem;padding-top:.8rem;border-top:1px solid var(--line)}
h4{font-size:.95rem;margin:1rem 0 .3rem}
footer{max-width:72rem;margin:0 auto;padding:.5rem 1rem 2.5rem;overflow-wrap:anywhere}
@media (max-width:40rem){.table th[scope=row]{display:block}}
@media print{nav,.skip{display:none}details::details-content{content-visibility:visible;block-size:auto}}`;

/** What the approver is shown: self-contained, without script. The same evidence gives the same text. @param sha256 of evidence.json */
export function renderEvidence(evidence: ReleaseEvidence, sha256: string): string {
  // Once for everything: commit messages and the texts of templates are anybody's.
  const shown = evidenceSchema.parse(visibleWithin(evidence));
  const sections = sectionsOf(shown);
  const title = `May ${shown.commit.slice(0, 12)} go to prod?`;
  return markup`${trusted('<!doctype html>')}
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,"><title>${title}</title><style>${trusted(STYLE)}</style></head><body>
<a class="skip" href="#main">Skip to the evidence</a>
<header class="top"><div><p class="soft small">Evidence of commit <code>${shown.commit}</code></p>
<h1>${title}</h1><p class="answer">${verdictBadge(shown)} ${evidenceAnswer(shown)}</p><p>${whatFollows(shown)}</p>${whyRefused(shown)}${whatIsAssumed(shown)}
<p class="soft small">${aboutBuild(shown)}</p></div></header>
<nav aria-label="Parts"><ul>${sections.map(({ id, short, verdict }) => markup`<li><a href="#${id}">${short}</a> ${partBadge(verdict)}</li>`)}</ul></nav>
<main id="main">${sections.map(section)}</main>
<footer class="soft small"><p>SHA-256 of evidence.json, which the approval shows: <code>${sha256}</code></p></footer></body></html>
`.html;
}

type PartSection = Section & Pick<Part<unknown>, 'verdict'>;

function sectionsOf({ changes, runs, compliance, cost }: ReleaseEvidence): readonly PartSection[] {
  return [
    {
      id: 'changes',
      short: 'Changes',
      title: 'What it changes',
      body: part(changes, changesBody),
      verdict: changes.verdict,
    },
    {
      id: 'runs',
      short: 'Run',
      title: "Staging's run of this commit against prod's last run",
      body: part(runs, runsBody),
      verdict: runs.verdict,
    },
    {
      id: 'compliance',
      short: 'Compliance',
      title: 'Compliance of the code',
      body: part(compliance, complianceBody),
      verdict: compliance.verdict,
    },
    { id: 'cost', short: 'Cost', title: 'What a month costs', body: part(cost, costBody), verdict: cost.verdict },
  ];
}

/** A part without facts shows why there are none. */
function part<T>({ verdict, reasons, facts }: Part<T>, body: (facts: T) => Markup): Markup {
  const why = reasons.length === 0 ? undefined : note('bad', 'Why it is refused', reasons);
  return markup`<p>${partBadge(verdict)}</p>${why}${facts === null ? undefined : body(facts)}`;
}

function partBadge(verdict: Part<unknown>['verdict']): Markup {
  return verdict === 'pass' ? badge('good', 'pass') : badge('bad', 'refused');
}

function verdictBadge({ verdict, reasons }: ReleaseEvidence): Markup {
  return verdict === 'pass'
    ? badge('good', 'All parts pass')
    : badge('bad', `Refused for ${reasons.length === 1 ? 'one reason' : `${reasons.length} reasons`}`);
}

function aboutBuild({ builtAt, image, madeAt }: ReleaseEvidence): Markup {
  const built = builtAt === null ? markup`not built` : markup`built ${instantText(builtAt)}`;
  const images = image === null ? undefined : markup`, image <code>${image}</code>`;
  return markup`${built}${images}; evidence of ${instantText(madeAt)}.`;
}

/** The answer has the first one: a list where there are more. */
function whyRefused({ reasons }: ReleaseEvidence): Markup | undefined {
  return reasons.length < 2 ? undefined : note('bad', 'Why it is refused', reasons);
}

function whatIsAssumed({ assumed }: ReleaseEvidence): Markup | undefined {
  return assumed.length === 0 ? undefined : note('warn', 'What could not be looked up here, and was assumed', assumed);
}

function note(kind: 'bad' | 'warn', title: string, lines: readonly string[]): Markup {
  return markup`<div class="note ${kind}"><h3>${title}</h3><ul>${lines.map((line) => markup`<li>${line}</li>`)}</ul></div>`;
}
