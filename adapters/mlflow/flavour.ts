import { readdir, readFile } from 'node:fs/promises';
import type { TrackedModel, TrackedRun } from '../../core/contracts/tracking.ts';
import { columnSpecs } from './signature.ts';

/** In the repository beside this file; the functions' bundle has it beside its modules. */
const PACKAGE = 'forecaster_model';
const FOLDER = new URL(`flavour/${PACKAGE}/`, import.meta.url);
/** What reads the model file: any version since these. */
const REQUIREMENTS = ['numpy>=1.24', 'pandas>=2.0'];

/**
 * The files of a model as MLflow knows models: `MLmodel` with its signature, a Python package that forecasts from model.jsonl what the platform
 * forecasts, and model.jsonl itself. Paths are relative to the model.
 *
 * @param at epoch ms; the same for every try of a run
 */
export async function flavourFiles(model: TrackedModel, at: number): Promise<TrackedRun['artifacts']> {
  const modules = (await readdir(FOLDER)).filter((name) => name.endsWith('.py')).sort();
  const code = await Promise.all(
    modules.map(async (name) => ({ path: `code/${PACKAGE}/${name}`, body: await readFile(new URL(name, FOLDER)) })),
  );
  const text = (path: string, lines: string) => ({ path, body: new TextEncoder().encode(lines) });
  return [
    ...code,
    { path: 'model.jsonl', body: model.file },
    text('requirements.txt', `${REQUIREMENTS.join('\n')}\n`),
    text('python_env.yaml', 'python: ">=3.9"\ndependencies:\n- -r requirements.txt\n'),
    // YAML has JSON in it.
    text('MLmodel', `${JSON.stringify(descriptionOf(model, at), undefined, 2)}\n`),
  ];
}

function descriptionOf({ input, regressors, output, sha256 }: TrackedModel, at: number) {
  const asked = columnSpecs(input, true);
  const optional = (names: readonly string[]) =>
    columnSpecs(Object.fromEntries(names.map((name) => [name, 'double'])), false);
  const [inputs, outputs] = [
    [...asked, ...optional(regressors)],
    [...asked, ...optional(output)],
  ];
  return {
    flavors: {
      python_function: {
        loader_module: PACKAGE,
        code: 'code',
        data: 'model.jsonl',
        env: { virtualenv: 'python_env.yaml' },
      },
    },
    signature: { inputs: JSON.stringify(inputs), outputs: JSON.stringify(outputs), params: null },
    utc_time_created: new Date(at).toISOString().replace('T', ' ').replace('Z', '000'),
    metadata: { artifact_sha256: sha256 },
  };
}
