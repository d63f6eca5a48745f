import { describe, expect, it } from '@jest/globals';
import { isMet } from '../../../bench/report.ts';
import { m4Figures } from '../../../bench/truth/m4-figures.ts';
import { M4_PANELS } from '../../../bench/truth/m4.ts';

const DATA = { H1: { y: Array.from({ length: 48 }, (_, hour) => (hour < 24 ? 10 : 12)), t: [20] } };
const said = (yhat: number, seconds: number) => ({ seconds, yhat: { H1: [yhat] } });
const PEERS = { AutoETS: said(30, 10), AutoCES: said(24, 1), MSTL: said(30, 1), 'MSTL of 24, 168': said(21, 1) };

describe('the figures of M4', () => {
  const figures = m4Figures(M4_PANELS[1], DATA, { product: said(23, 6), peers: PEERS });
  const named = (name: string) => figures.find((figure) => figure.name === `m4hourly: ${name}`);

  it('hold the product against the best of those that were told one season, on one scale', () => {
    expect(named('MASE')?.value).toBe(1.5);
    const figure = named("MASE over the best of statsforecast's five");
    expect(figure?.value).toBe(0.75);
    expect(figure?.note).toMatch(
      /^MASE, sMAPE, CPU seconds: 1\.500, 13\.95, 6\.0; AutoETS 5\.000, 40\.00, 10\.0; AutoCES/,
    );
    expect(figure?.note).toMatch(/1 series, scaled by a naive of 24$/);
  });

  it('tell what models of several seasons reach, without a target', () => {
    const figure = named('MASE over the best, models of several seasons included');
    expect(figure).toEqual({ name: figure?.name, value: 3, unit: 'x', note: 'MSTL of 24, 168' });
  });

  it('take an equal MASE for no better one', () => {
    const equal = m4Figures(M4_PANELS[1], DATA, { product: said(24, 6.1), peers: PEERS });
    expect(equal.filter((figure) => isMet(figure) === false).map(({ value }) => value)).toEqual([1, 0.61]);
  });
});
