import { promotionKeys } from '../core/contracts/keys.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { comparisonReportSchema, guardReportSchema, type ReportReference } from '../core/contracts/promotion.ts';
import { type ObjectStore, type Stores, uriOf } from '../core/ports.ts';
import type { Judgement } from '../core/promote/require-verdict.ts';
import { parseJson } from './json-object.ts';
import { sha256 } from '../tables/sha256.ts';
import { locate } from './object-uri.ts';
import { writeOnce } from './write-once.ts';

interface Written {
  readonly key: string;
  readonly body: Uint8Array;
}

/** Keeps a report, and the page that people read of it: the page first, so that no reference is to a page that a crash left out. */
export async function keepWithPage(
  artifacts: ObjectStore,
  { report, page }: { readonly report: Written; readonly page?: Written | undefined },
): Promise<ReportReference> {
  if (page !== undefined) await writeOnce(artifacts, page.key, page.body);
  await writeOnce(artifacts, report.key, report.body);
  return {
    reportUri: uriOf(artifacts, report.key),
    reportSha256: sha256(report.body),
    ...(page === undefined ? {} : { pageSha256: sha256(page.body) }),
  };
}

/**
 * What the judge or the guard wrote in this run, and nothing else: a report of another place may say anything.
 *
 * @throws ReportRefused where it is not at the run's own key, is gone, or it or its page is not what was written
 */
export async function readJudgement(
  { dataset, runId, report }: { readonly dataset: string; readonly runId: string; readonly report: ReportReference },
  artifacts: ObjectStore,
): Promise<Judgement> {
  const kinds = {
    comparison: { report: promotionKeys.report(dataset, runId), page: promotionKeys.reportPage(dataset, runId) },
    guard: { report: promotionKeys.guard(dataset, runId), page: promotionKeys.guardPage(dataset, runId) },
  };
  const kind = report.reportUri === uriOf(artifacts, kinds.guard.report) ? 'guard' : 'comparison';
  const keys = kinds[kind];
  if (report.reportUri !== uriOf(artifacts, keys.report)) {
    throw refused('the report lies where no report of this run does', {
      got: report.reportUri,
      allowed: `${uriOf(artifacts, kinds.comparison.report)}, ${uriOf(artifacts, kinds.guard.report)}`,
    });
  }
  const body = await readAs(artifacts, keys.report, report.reportSha256);
  if (report.pageSha256 !== undefined) await readAs(artifacts, keys.page, report.pageSha256);
  return kind === 'guard'
    ? { kind, report: parseJson(body, guardReportSchema) }
    : { kind, report: parseJson(body, comparisonReportSchema) };
}

/** What became of the evidence that an audit record cites. */
export type EvidenceState = 'intact' | 'changed' | 'missing';

/** Of the report, and of its page where the record has its hash; 'changed' where either is. */
export async function evidenceState(evidence: ReportReference, stores: Stores): Promise<EvidenceState> {
  const { reportUri, reportSha256, pageSha256 } = evidence;
  const page = reportUri.replace(/\.json$/, '.html');
  const states = [
    await stateOf(stores, reportUri, reportSha256),
    ...(pageSha256 === undefined ? [] : [await stateOf(stores, page, pageSha256)]),
  ];
  return states.find((state) => state === 'changed') ?? states.find((state) => state === 'missing') ?? 'intact';
}

async function stateOf(stores: Stores, uri: string, allowed: string): Promise<EvidenceState> {
  const found = await readIfThere(stores, uri);
  if (found === undefined) return 'missing';
  return sha256(found) === allowed ? 'intact' : 'changed';
}

/** An address in no bucket of this place leads to nothing, either. */
async function readIfThere(stores: Stores, uri: string): Promise<Uint8Array | undefined> {
  try {
    const { store, key } = locate(stores, uri);
    return await store.read(key);
  } catch (error) {
    if (error instanceof PlatformError && error.name === ERROR_NAMES.objectNotFound) return undefined;
    throw error;
  }
}

async function readAs(artifacts: ObjectStore, key: string, allowed: string): Promise<Uint8Array> {
  const found = await artifacts.readTagged(key);
  if (found === undefined)
    throw refused('the report is gone', { got: `no object '${key}'`, allowed: `sha256 ${allowed}` });
  const got = sha256(found.body);
  if (got === allowed) return found.body;
  throw refused(`'${key}' is not what the verdict was told with`, {
    got: `sha256 ${got}`,
    allowed: `sha256 ${allowed}`,
  });
}

function refused(problem: string, evidence: { readonly got: string; readonly allowed: string }): PlatformError {
  return new PlatformError(ERROR_NAMES.reportRefused, {
    problem,
    ...evidence,
    hint: "nothing goes live on it: start the data set's promote state machine anew",
  });
}
