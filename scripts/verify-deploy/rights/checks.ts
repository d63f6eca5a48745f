import type { Check } from '../check.ts';
import { failingRun } from './failing-run.ts';
import { simulatedRights } from './simulated.ts';
import { takenAway } from './taken-away.ts';

/** Of each role, after the executions of runs/, whose inputs are given to the steps again. */
export const rightsChecks: readonly Check[] = [
  {
    name: 'what each role of all environments needs is granted, and refused without its statement (simulated)',
    quick: true,
    run: simulatedRights,
  },
  { name: 'each step fails without one of its rights, and names it', quick: false, run: takenAway },
  { name: 'a run whose step lacks a right fails there, names it, and records it', quick: false, run: failingRun },
];
