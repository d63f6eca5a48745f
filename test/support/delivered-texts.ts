import type { Dataset } from '../../core/contracts/dataset.ts';
import type { ObjectStore } from '../../core/ports.ts';
import { listDeliveries, readContent, readDelivery } from '../../sources/deliveries.ts';

/** Every row that is delivered: '2 a 2024-01-01 1' is line, id, date and value. */
export async function deliveredTexts(landing: ObjectStore, dataset: Dataset): Promise<string[]> {
  const texts: string[] = [];
  for (const delivery of await listDeliveries(dataset, landing)) {
    const content = await readContent(landing, delivery);
    for await (const { line, uniqueId, timestamp, value } of readDelivery(content, delivery, dataset))
      texts.push(...Array.from(line, (one, i) => [one, uniqueId[i], timestamp[i], value[i]].join(' ')));
  }
  return texts;
}
