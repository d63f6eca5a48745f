import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlatformEnvironment } from '../../../environments/environment.ts';
import { readTemplate, type Template } from '../../../local/platform/template.ts';
import { outputOf, runProgram } from '../../run-program.ts';
import type { Check, Site } from '../check.ts';
import { ALL_ENVIRONMENTS, unbundledTemplate } from '../unbundled.ts';
import { accountTemplate } from './account-template.ts';
import { type JobDocument, jobDocuments, machinesWithJobs } from './job-documents.ts';
import { ACCEPTED_RULES, lintProblems } from './lint.ts';
import { readServiceModel, requestProblems, type ServiceModel } from './service-model.ts';

const LIMIT_SECONDS = 120;

/** Its own script names the folder that the environment was made in, before that got its name. */
const CFN_LINT = 'import sys; from cfnlint.runner import main; sys.exit(main())';

export const documentChecks: readonly Check[] = [
  {
    name: "cfn-lint finds nothing in all environments' templates, a company's too",
    quick: true,
    run: lintedTemplates,
  },
  {
    name: "each SageMaker job that a machine asks for holds to botocore's model of the API, a company's too",
    quick: true,
    run: checkedRequests,
  },
];

/** Whichever is deployed: a linter needs no deployment. Side by side: it takes seconds a template, on one core. */
async function lintedTemplates({ emulators: { python } }: Site): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lint-'));
  const linted = async (environment: PlatformEnvironment): Promise<string> => {
    const file = join(folder, `${environment.name}.template.json`);
    await writeFile(file, JSON.stringify(unbundledTemplate(environment), null, 1));
    const command = [python, '-c', CFN_LINT, '--format', 'json', file];
    const { stdout, tail } = await runProgram(command, { limitSeconds: LIMIT_SECONDS });
    if (!stdout.trimStart().startsWith('[')) throw new Error(`cfn-lint gave no findings at all:\n${tail}`);
    return stdout.replaceAll(`${folder}/`, '');
  };
  try {
    return lintProblems(await Promise.all(ALL_ENVIRONMENTS.map(linted)), ACCEPTED_RULES);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkedRequests({ emulators, say }: Site): Promise<readonly string[]> {
  const model = readServiceModel(await sitePackages(emulators.python), 'sagemaker');
  const problems: string[] = [];
  for (const environment of ALL_ENVIRONMENTS.filter(hasJobs)) {
    const { name } = environment;
    const inAccount = accountTemplate(unbundledTemplate(environment), environment);
    const documents = await jobDocuments(inAccount, join(emulators.folder, `jobs-${name}`));
    say(
      `${name}: ${documents.length} job requests, of the machines ${[...new Set(documents.map(({ machine }) => machine))].join(', ')}`,
    );
    problems.push(
      ...unasked(inAccount, documents),
      ...documents.flatMap((document) => problemsOf(model, name, document)),
    );
  }
  return problems;
}

function hasJobs({ compute }: PlatformEnvironment): boolean {
  return Object.values(compute).some(({ on }) => on === 'container');
}

/** A machine whose job was never asked for is a gap of this check, not a success. */
function unasked(template: Template, documents: readonly JobDocument[]): readonly string[] {
  const asked = new Set(documents.map(({ machine }) => machine));
  return machinesWithJobs(readTemplate(template))
    .filter((machine) => !asked.has(machine))
    .map((machine) => `the machine ${machine} asks SageMaker for a job, and none of the executions reached it`);
}

function problemsOf(
  model: ServiceModel,
  environment: string,
  { machine, run, operation, request }: JobDocument,
): readonly string[] {
  return requestProblems(model, operation, request).map((problem) => `${environment}, ${machine} '${run}': ${problem}`);
}

async function sitePackages(python: string): Promise<string> {
  const where = "import sysconfig; print(sysconfig.get_path('purelib'))";
  return outputOf([python, '-c', where], { limitSeconds: LIMIT_SECONDS });
}
