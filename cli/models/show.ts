import { trackingKeys } from '../../core/contracts/keys.ts';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { Transition } from '../../core/contracts/promotion.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { trackingUri } from '../../core/contracts/tracking-address.ts';
import type { RegistryPorts } from '../place/registry-ports.ts';
import type { AskedVersion } from '../../lake/require-asked.ts';
import { verifyVersion } from '../../lake/signing/verify-version.ts';
import { releaseCommand } from '../../core/promote/approval-commands.ts';
import { uriOf } from '../../core/ports.ts';
import { readWaiting } from '../../lake/waiting/list.ts';
import { waitingTexts } from '../../lake/waiting/texts.ts';
import type { Part, View } from '../view.ts';
import type { Question } from './question.ts';
import { factsOf } from './facts.ts';
import { fateOf, fateText } from './fate.ts';
import { trialsTable } from './trials.ts';
import { brokenLines, holdText, isHeld } from './in-production.ts';
import { stagedVersion, versionOption } from './versions.ts';

type Signature = { readonly state: 'valid' } | { readonly state: 'refused'; readonly reason: string };

/** Everything about one version. */
export async function showView({ dataset, ports, options, place }: Question): Promise<View> {
  return versionView({ ports, dataset, place }, versionOption(options.version, 'version'));
}

/** One version with its lineage: run, data, code, artifact, signature. @throws ModelVersionUnknown */
export async function versionView(
  { ports, dataset, place }: Pick<Question, 'ports' | 'dataset' | 'place'>,
  number: number,
): Promise<View & { readonly text: readonly Part[] }> {
  const staged = await stagedVersion(ports, dataset, number);
  const signature = await signatureOf(staged.version, { dataset, version: number }, ports);
  const tracking = await trackingOf(staged.version, ports);
  const waiting = await waitingOf(dataset, ports);
  const audit = await ports.production.audit(dataset, ports);
  const present = audit.moves.at(-1);
  const fate = fateOf(staged, audit.moves);
  const held = isHeld(present) && present.to === number ? present : undefined;
  const { stage, ...others } = factsOf(staged);
  const facts = {
    stage: `${stage}, ${fateText(fate)}`,
    ...others,
    ...(held === undefined ? {} : { hold: holdText(held) }),
    tracking: tracking ?? '-',
    signature: signature.state === 'valid' ? 'valid' : `REFUSED: ${signature.reason}`,
  };
  return {
    json: { ...staged.version, stage: staged.stage, ...fate, ...jsonOf({ held, signature, tracking, waiting }) },
    text: [
      `Version ${number} of '${dataset}'`,
      '',
      { facts: Object.entries(facts) },
      ...waiting.flatMap((text) => ['', text]),
      ...(held === undefined ? [] : ['', 'To release it:', `  ${releaseCommand(dataset, place)}`]),
      ...trialsOf(staged.version),
      ...brokenLines(audit, dataset, place),
    ],
  };
}

interface LookedUp {
  readonly held: Transition | undefined;
  readonly signature: Signature;
  readonly tracking: string | undefined;
  readonly waiting: readonly string[];
}

function jsonOf({ held, signature, tracking, waiting }: LookedUp) {
  return { held: held ?? null, signature, tracking: tracking ?? null, waiting };
}

function trialsOf(version: ModelVersion): readonly Part[] {
  return ['', 'The candidates, each in cross-validation:', { table: trialsTable(version) }];
}

/** Where the embedded tracker keeps the run; an MLflow server shows it in pages of its own. */
async function trackingOf(
  { dataset, runId, tracking }: ModelVersion,
  { stores }: RegistryPorts,
): Promise<string | undefined> {
  const key = trackingKeys.run(dataset, runId);
  if ((await stores.artifacts.head(key)) !== undefined) return uriOf(stores.artifacts, key);
  // Up to 0.2.0 a version's record did not name the server. A variable with a password in it is none.
  const server = tracking?.uri ?? trackingUri(process.env[ENVIRONMENT_VARIABLES.trackingUri] ?? '');
  return server === undefined ? undefined : `${server}, run ${runId}`;
}

/** What a tracking server has not taken yet. */
async function waitingOf(dataset: string, { stores }: RegistryPorts): Promise<readonly string[]> {
  const { entries } = await readWaiting(stores.artifacts);
  return waitingTexts({ entries: entries.filter((entry) => entry.dataset === dataset) });
}

/** A refusal is an answer here, not a failure of the command. */
async function signatureOf(version: ModelVersion, asked: AskedVersion, ports: RegistryPorts): Promise<Signature> {
  try {
    await verifyVersion(version, asked, ports);
    return { state: 'valid' };
  } catch (error) {
    if (!(error instanceof PlatformError) || error.name !== ERROR_NAMES.signatureRefused) throw error;
    return { state: 'refused', reason: error.message };
  }
}
