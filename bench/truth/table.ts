import { textTable } from '../../cli/table.ts';
import type { Users } from './compare.ts';
import { ratioOf, type Ratio } from './compare.ts';
import type { Outcome } from './outcome.ts';
import type { PolicyName } from './policies.ts';

/** A row a set: users' RMSE by each policy over promote-latest's (else the RMSE), as `pooled/worst window`, `!n` windows without a forecast. */
export function tableOf(outcomes: readonly Outcome[], policies: readonly PolicyName[]): string {
  const hasProphet = outcomes.some(({ prophet }) => prophet !== undefined);
  const others = policies.filter((policy) => policy !== BASE);
  const comparesGates = ['gates', 'refresh-latest'].every((policy) => policies.some((name) => name === policy));
  const header = [
    'set',
    ...(policies.includes(BASE) ? [`${BASE} RMSE`] : []),
    ...others.map((policy) => (policies.includes(BASE) ? `${policy} / ${BASE}` : `${policy} RMSE`)),
    ...(comparesGates ? ['gates / refresh-latest'] : []),
    ...(policies.includes('gates') ? ['coverage to next look, beyond'] : []),
    ...(hasProphet ? ['held / Python Prophet'] : []),
    'fits',
    'seconds',
  ];
  const rows = outcomes.map((outcome) => {
    const { set, users, plays } = outcome;
    const played = policies.flatMap((policy) => plays[policy] ?? []);
    return [
      set,
      ...(policies.includes(BASE) ? [rmseCell(users[BASE])] : []),
      ...others.map((policy) => {
        return policies.includes(BASE) ? ratioCell(users[policy], users[BASE]) : rmseCell(users[policy]);
      }),
      ...(comparesGates ? [ratioCell(users.gates, users['refresh-latest'])] : []),
      ...(policies.includes('gates') ? [coverageCell(users.gates)] : []),
      ...(hasProphet ? [heldCell(outcome)] : []),
      played.map(({ fits }) => fits).join(' '),
      played.map(({ seconds }) => seconds.toFixed(0)).join(' '),
    ];
  });
  return textTable(header, rows);
}

const BASE = 'promote-latest';
const NOTHING = '-';

export function ratioText({ pooled, worst }: Ratio): string {
  return `${pooled.toFixed(3)}/${worst.toFixed(2)}`;
}

export function coverageText({ coverage }: Users): string {
  return [coverage.upToNextLook, coverage.beyond].map((share) => share?.toFixed(2) ?? NOTHING).join(', ');
}

function rmseCell(users: Users | undefined): string {
  return users === undefined ? NOTHING : `${users.rmse.toPrecision(4)}${missing(users)}`;
}

function ratioCell(users: Users | undefined, yardstick: Users | undefined): string {
  if (users === undefined || yardstick === undefined) return NOTHING;
  return `${ratioText(ratioOf(users, yardstick))}${missing(users)}`;
}

function coverageCell(users: Users | undefined): string {
  return users === undefined ? NOTHING : coverageText(users);
}

function heldCell({ users, prophet }: Outcome): string {
  if (users.gates === undefined || prophet === undefined) return NOTHING;
  return (users.gates.held / prophet).toFixed(3);
}

function missing({ withoutForecast }: Users): string {
  return withoutForecast === 0 ? '' : `!${withoutForecast}`;
}
