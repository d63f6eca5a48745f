import { EVIDENCE_FORMAT, type Part, type ReleaseEvidence } from '../../contracts/evidence.ts';

const PARTS = ['changes', 'runs', 'compliance', 'cost'] as const;
type PartName = (typeof PARTS)[number];

export interface EvidenceParts {
  readonly commit: string;
  readonly madeAt: string;
  readonly builtAt: string | null;
  readonly image: string | null;
  readonly parts: Readonly<Pick<ReleaseEvidence, PartName>>;
}

/** A commit passes when every part does. */
export function evidenceOf({ parts, ...about }: EvidenceParts): ReleaseEvidence {
  const reasons = PARTS.flatMap((part) => parts[part].reasons.map((reason) => `${part}: ${reason}`));
  const isPassed = PARTS.every((part) => parts[part].verdict === 'pass');
  const checks = parts.compliance.facts?.checks ?? [];
  return {
    version: EVIDENCE_FORMAT,
    ...about,
    verdict: isPassed ? 'pass' : 'refuse',
    reasons,
    assumed: checks
      .filter(({ outcome }) => outcome === 'assumed')
      .map(({ check, evidence }) => `${check}: ${evidence}`),
    ...parts,
  };
}

/** A part that could not be computed refuses: there are no blanks. */
export async function computed<T>(compute: () => Promise<Part<T>>): Promise<Part<T>> {
  try {
    return await compute();
  } catch (error) {
    return { verdict: 'refuse', reasons: [`could not be computed: ${messageOf(error)}`], facts: null };
  }
}

export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
}
