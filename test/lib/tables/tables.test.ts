import { describe, it } from '@jest/globals';
import type { Name } from '../support.ts';
import * as resources from './resources.ts';
import { rightsOfRoles, rightsOnResources } from './rights.ts';
import { retries, tasks } from './tasks.ts';
import { expectReviewed, saidOnce, tableOf } from './table.ts';
import type { Row } from './table.ts';

type RowsOf = (environment: Name) => readonly Row[];

const KINDS: Readonly<Record<string, (who: string) => boolean>> = {
  'every step': (who) => who.startsWith('step '),
  'every job': (who) => who.startsWith('job '),
  'every machine': (who) => who.startsWith('machine '),
  'every schedule': (who) => who.startsWith('Schedules'),
  'every layer': (who) => /^(Landing|Bronze|Silver|Gold|Artifacts)Bucket$/.test(who),
};

function kindOf(who: string): string | undefined {
  return Object.keys(KINDS).find((kind) => KINDS[kind](who));
}

/** What all of a kind have alike is said once. */
function folded(rowsOf: RowsOf): RowsOf {
  return (environment) => {
    const rows = rowsOf(environment);
    const ofKind = (kind: string | undefined) => rows.filter(([who]) => kindOf(who) === kind);
    return [...Object.keys(KINDS).flatMap((kind) => saidOnce(kind, ofKind(kind))), ...ofKind(undefined)];
  };
}

function rightsOf(isAmong: (kind: string | undefined) => boolean): RowsOf {
  return folded((environment) => rightsOfRoles(environment).filter(([who]) => isAmong(kindOf(who))));
}

/** Held against the files beside this one, which are what a person reads and agrees to. */
describe('the reviewed table of', () => {
  it('what the steps may do', () => {
    const rights = rightsOf((kind) => kind === 'every step');
    expectReviewed('rights-of-steps', 'What each step may do', tableOf(rights));
  });

  it('what the machines may do', () => {
    const rights = rightsOf((kind) => kind === 'every machine');
    expectReviewed('rights-of-machines', 'What each machine may do', tableOf(rights));
  });

  it('what the jobs, the schedules and everybody else may do', () => {
    const rights = rightsOf((kind) => kind !== 'every step' && kind !== 'every machine');
    expectReviewed('rights-of-others', 'What the jobs, the schedules and all others may do', tableOf(rights));
  });

  it('whom the resources let do what', () => {
    const title = 'Whom each resource lets do what, and who may take which role';
    expectReviewed('rights-on-resources', title, tableOf(folded(rightsOnResources)));
  });

  it('what is kept', () => {
    expectReviewed('kept', 'What holds data, and what becomes of it', tableOf(resources.kept));
  });

  it('the functions', () => {
    const { modules, sizes, settings, variables } = resources;
    const sections = [modules, sizes, settings, variables].map((rowsOf) => tableOf(folded(rowsOf)));
    expectReviewed('functions', 'The functions: module, size, settings, variables', ...sections);
  });

  it('the machines', () => {
    const { limits, machineSettings } = resources;
    const sections = [limits, machineSettings].map((rowsOf) => tableOf(folded(rowsOf)));
    expectReviewed('machines', 'The machines: time limit, settings', ...sections);
  });

  it('the tasks of the machines', () => {
    const title = 'What each task calls, and for how long it waits; which errors are tried again, and how';
    expectReviewed('tasks', title, tableOf(tasks), tableOf(retries));
  });

  it('the schedules', () => {
    const { schedules, scheduleSettings } = resources;
    const sections = [schedules, scheduleSettings].map((rowsOf) => tableOf(folded(rowsOf)));
    expectReviewed('schedules', 'What starts by the clock: machine, when, with what, settings', ...sections);
  });

  it('the properties of the buckets, the keys and the topic', () => {
    const title = 'Every property of the buckets, the keys, the topic and its subscriptions';
    expectReviewed('properties', title, tableOf(folded(resources.properties)));
  });

  it('how many there are of each type', () => {
    expectReviewed('counts', 'How many resources there are of each type', tableOf(resources.counts));
  });
});
