import * as z from 'zod';
import type { Audit } from '../../core/delivery/evidence/compliance.ts';
import { runProgram } from '../programs/program.ts';

const COMMAND = [
  'npm',
  'audit',
  '--omit=dev',
  '--json',
  '--audit-level=none',
  '--fetch-retries=1',
  '--fetch-timeout=30000',
];

const advisorySchema = z.object({ title: z.string(), url: z.string().optional(), severity: z.string() });
const reportSchema = z.object({
  metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }),
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.string(), via: z.array(z.union([z.string(), advisorySchema])) }),
  ),
});
const failureSchema = z.object({ message: z.string() });

/**
 * What the registry knows today of the packages that package-lock.json installs to run and to deploy. A network's answer: another on another
 * day.
 *
 * @throws Error saying why there is no answer
 */
export async function npmAudit(root: string): Promise<Audit> {
  const { stdout } = await runProgram(COMMAND, { cwd: root });
  return auditOf(stdout);
}

export function auditOf(output: string): Audit {
  const found = parsed(output);
  const report = reportSchema.safeParse(found);
  if (!report.success) {
    const failure = failureSchema.safeParse(found);
    throw new Error(
      `the registry does not answer 'npm audit' (${failure.success ? failure.data.message : 'no report'})`,
    );
  }
  const { metadata, vulnerabilities } = report.data;
  const severities = Object.entries(metadata.vulnerabilities).filter(([severity]) => severity !== 'total');
  const critical = Object.entries(vulnerabilities).filter(([, { severity }]) => severity === 'critical');
  return {
    findings: Object.fromEntries(severities),
    critical: critical.map(([name, { via }]) => `${name}: ${via.map(titleOf).join(', ')}`).sort(),
  };
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

function titleOf(via: string | z.infer<typeof advisorySchema>): string {
  return typeof via === 'string' ? `through ${via}` : via.title;
}
