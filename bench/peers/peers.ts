import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pythonVenv } from '../../test/support/python.ts';
import { measure, type Measured } from '../measure.ts';
import { WORK_DIR } from '../paths.ts';

/** ujson is optional for Prophet, and the best setting that there is: its data reach Stan as JSON text. */
export const PYTHON_PACKAGES = {
  prophet: ['prophet==1.5.0', 'ujson==6.1.0'],
  statsforecast: ['statsforecast==2.1.1', 'scikit-learn==1.9.1'],
} as const;

/** How many processes a peer may use. */
export const PROCESSES = 2;

/** What bench/peers/prophet_fits.py reads; its text says what the fields mean. */
export interface ProphetRequest {
  readonly csv: string;
  readonly timestamp: string;
  readonly target: string;
  readonly id: string | null;
  readonly yearly: 'auto' | true;
  readonly predict: boolean;
  readonly jobs: readonly ProphetJob[];
}

export interface ProphetJob {
  readonly group: string;
  readonly id: string | null;
  readonly start: string;
  readonly cutoff: string;
  readonly end: string;
}

export interface ProphetAnswer {
  readonly fits: number;
  /** By group. */
  readonly rmse: Readonly<Record<string, number>>;
}

export async function prophetFits(request: ProphetRequest): Promise<{ measured: Measured; answer: ProphetAnswer }> {
  const python = await interpreter('prophet');
  const file = join(WORK_DIR, 'prophet-request.json');
  await writeFile(file, JSON.stringify({ ...request, processes: PROCESSES }));
  const measured = await measure({ command: python, args: ['bench/peers/prophet_fits.py', file] });
  return { measured, answer: JSON.parse(measured.stdout) as ProphetAnswer };
}

export type StatsForecastAnswer = Readonly<Record<'MFLES' | 'AutoETS', { series: number; seconds: number }>>;

export async function statsForecastFits(csv: string, horizon: number): Promise<StatsForecastAnswer> {
  const python = await interpreter('statsforecast');
  const args = ['bench/peers/statsforecast_fits.py', csv, String(horizon), String(PROCESSES)];
  return JSON.parse((await measure({ command: python, args })).stdout) as StatsForecastAnswer;
}

/** What bench/peers/m4_forecasts.py reads; its text says what the fields mean. */
export interface M4Request {
  readonly panel: Readonly<Record<string, { readonly y: readonly number[]; readonly t: readonly number[] }>>;
  /** The main one first. */
  readonly seasons: readonly number[];
  readonly freq: string;
}

/** @returns what the program printed: by model, its CPU seconds and forecasts */
export async function m4Forecasts(request: M4Request): Promise<unknown> {
  const python = await interpreter('statsforecast');
  const file = join(WORK_DIR, 'm4-request.json');
  await writeFile(file, JSON.stringify(request));
  return JSON.parse((await measure({ command: python, args: ['bench/peers/m4_forecasts.py', file] })).stdout);
}

/** @throws Error where the machine has no python3: a comparison without its peer says nothing */
async function interpreter(peer: keyof typeof PYTHON_PACKAGES): Promise<string> {
  const python = await pythonVenv(`bench-${peer}`, PYTHON_PACKAGES[peer]);
  if (python === undefined) throw new Error(`python3 with the venv module is needed for the peer ${peer}`);
  return python;
}
