import { describe, expect, it } from '@jest/globals';
import { markup } from '../../report/markup.ts';
import { foldedRows, number, table, text } from '../../report/table.ts';

describe('a table', () => {
  const columns = [text('Window'), number('RMSE'), text('Why'), number('Quarantined')];

  it('leaves out a column without an entry, and its title', () => {
    const page = table('c', columns, [
      ['a', '1.0', '–', ''],
      ['b', '–', '–', ''],
    ]).html;
    expect([...page.matchAll(/<th scope="col"[^>]*>([^<]*)</g)].map(([, title]) => title)).toEqual(['Window', 'RMSE']);
    expect(page).toContain('<tr><th scope="row" data-title="Window">b</th><td data-title="RMSE" class="n">–</td></tr>');
  });

  it('keeps what names its rows, and all titles where there is no row', () => {
    expect(table('c', columns, [['–', '1.0', 'so', '2']]).html).toContain('<th scope="row" data-title="Window">–</th>');
    expect(table('c', columns, []).html.match(/scope="col"/g)).toHaveLength(4);
  });

  it.each(['2014-01-01 to 2014-06-30', '2021-04-12 00:00 to 2021-04-18 23:00', '3.840 °C', '79.0 %', 'v2–v4'])(
    'keeps %s on one line',
    (cell) => {
      expect(table('c', [text('What'), text('Cell')], [['a', cell]]).html).toContain(`<span class="d">${cell}</span>`);
    },
  );

  it('lets a sentence break', () => {
    expect(table('c', [text('What'), text('Cell')], [['a', '2 of 4 series would']]).html).not.toContain('class="d"');
  });

  it('is folded where it is long', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, row) => row);
    expect(foldedRows('windows', markup`all`, rows(24)).html).toBe('all');
    expect(foldedRows('windows', markup`all`, rows(1025)).html).toBe(
      '<details><summary>1,025 windows</summary>all</details>',
    );
  });
});
