/** So many digits of a sha256 name a delivery to a person. */
export const DELIVERY_DIGITS = 12;

/** What a person runs who looks at a delivery; each is whole, and runs as it stands. */
export function deliveryCommands(
  { dataset, delivery: sha256 }: { readonly dataset: string; readonly delivery: string },
  place: string,
): { readonly list: string; readonly accept: string; readonly withdraw: string } {
  const delivery = sha256.slice(0, DELIVERY_DIGITS);
  return {
    list: `npm run deliveries -- list ${place} --dataset ${dataset}`,
    accept: `npm run deliveries -- accept ${place} --dataset ${dataset} --delivery ${delivery} --reason '...'`,
    withdraw: `npm run deliveries -- withdraw ${place} --dataset ${dataset} --delivery ${delivery} --reason '...'`,
  };
}
