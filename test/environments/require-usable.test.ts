import { describe, expect, it } from '@jest/globals';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { placeholder } from '../../core/contracts/placeholder.ts';
import { delivery } from '../../environments/delivery.ts';
import { ENVIRONMENTS } from '../../environments/index.ts';
import { requireUsable } from '../../environments/require-usable.ts';
import { DAILY } from '../support/dataset.ts';

const dev = { ...ENVIRONMENTS.dev, datasets: ['weather', 'sales', 'load'] };
const sales: Dataset = { ...DAILY, name: 'sales' };
const refused =
  (...catalog: Dataset[]) =>
  () =>
    requireUsable(dev, catalog);

describe('an environment that is to be deployed', () => {
  it('has data sets that somebody has filled in, named with their fields where not', () => {
    expect(refused(DAILY, sales)).not.toThrow();
    const { promotion } = sales;
    const cost = { ...promotion.gates.cost, basis: placeholder('where from?') };
    const begun = {
      ...sales,
      owner: placeholder('who?'),
      promotion: { ...promotion, gates: { ...promotion.gates, cost } },
    };
    const error = expect.objectContaining({
      name: 'EnvironmentInvalid',
      message:
        "environments/dev.ts: 'datasets' names what nobody has filled in yet; got 'datasets/sales.ts: owner, promotion.gates.cost.basis; " +
        "datasets/load.ts: description'; allowed: a text of your own in each field that begins with 'FILL IN'; hint: until then leave its " +
        "name out of 'datasets'; 'npm run replay -- --dataset NAME --data FILE --out DIR' needs no environment",
    });
    expect(refused(DAILY, begun, { ...DAILY, name: 'load', description: placeholder('what?') })).toThrow(error);
  });

  it('leaves those alone that it does not name', () => {
    const begun = { ...sales, owner: placeholder('who?') };
    expect(() => requireUsable({ ...dev, datasets: ['weather'] }, [DAILY, begun])).not.toThrow();
    expect(() => requireUsable(delivery, [begun])).not.toThrow();
  });

  it('has candidates that there are, with options that they have', () => {
    const candidate = (family: string, options: Dataset['candidates'][number]['options']) => ({
      ...sales,
      candidates: [{ name: 'mine', family, options }],
    });
    expect(refused(candidate('prophett', {}))).toThrow(
      expect.objectContaining({
        name: 'EnvironmentInvalid',
        message: expect.stringMatching(
          /^environments\/dev\.ts: datasets\/sales\.ts: candidate mine: there is no model family of this name; got 'prophett'; allowed: /,
        ),
      }),
    );
    expect(refused(candidate('seasonal-naive', { lags: 7 }))).toThrow(
      /^environments\/dev\.ts: datasets\/sales\.ts: candidate mine: /,
    );
  });
});
