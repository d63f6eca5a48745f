import { DELIVERY_DIGITS, deliveryCommands } from '../contracts/delivery-commands.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { plural } from '../contracts/figures.ts';
import { shown } from '../contracts/visible.ts';

/** What tells a delivery from others. */
export interface DeliveryFacts {
  /** Of content, mapping and partition, as in bronze's column `delivery`. */
  readonly sha256: string;
  /** Of the landing object. */
  readonly key: string;
  /** As in bronze's column `sequence`. */
  readonly sequence: number;
}

export interface WantedDelivery {
  readonly dataset: string;
  /** The sha256, an unambiguous beginning of it, or the landing key: then the newest content that came by it. */
  readonly asked: string;
  /** As commands are told where the platform is. */
  readonly place: string;
}

/** Fewer digits than this are as likely a mistake. */
const FEWEST_DIGITS = 8;
const MOST_NAMED = 5;

export function shortSha256(sha256: string): string {
  return sha256.slice(0, DELIVERY_DIGITS);
}

/** Of two writers that raced for the same place, the content's hash decides, as it does for silver. */
export function inOrderOfArrival<T extends DeliveryFacts>(deliveries: readonly T[]): readonly T[] {
  return deliveries.toSorted((a, b) => a.sequence - b.sequence || (a.sha256 < b.sha256 ? -1 : 1));
}

/**
 * @param deliveries in the order of arrival
 * @throws DeliveryUnknown where none is meant, or more than one
 */
export function findDelivery<T extends DeliveryFacts>(deliveries: readonly T[], wanted: WantedDelivery): T {
  const { asked } = wanted;
  const isBeginning = new RegExp(`^[0-9a-f]{${FEWEST_DIGITS},64}$`).test(asked);
  const byHash = isBeginning ? deliveries.filter(({ sha256 }) => sha256.startsWith(asked)) : [];
  if (byHash.length > 1) throw ambiguous(byHash, wanted);
  const found = byHash[0] ?? deliveries.findLast(({ key }) => key === asked);
  if (found === undefined) throw unknown(deliveries, wanted);
  return found;
}

function ambiguous(several: readonly DeliveryFacts[], { dataset, asked }: WantedDelivery): PlatformError {
  return new PlatformError(ERROR_NAMES.deliveryUnknown, {
    problem: `${plural(several.length, 'delivery', 'deliveries')} of '${dataset}' begin like that`,
    got: asked,
    allowed: named(several, ({ sha256, key }) => `${sha256} (${shown(key)})`),
    hint: 'give more digits of the one that you mean',
  });
}

function unknown(deliveries: readonly DeliveryFacts[], { dataset, asked, place }: WantedDelivery): PlatformError {
  if (deliveries.length === 0) {
    return new PlatformError(ERROR_NAMES.deliveryUnknown, {
      problem: `bronze holds no delivery of '${dataset}' yet`,
      got: asked,
      hint: 'a delivery is known once it was ingested, by a training, a look or a forecast',
    });
  }
  return new PlatformError(ERROR_NAMES.deliveryUnknown, {
    problem: `'${dataset}' has no such delivery`,
    got: asked,
    allowed:
      `a landing key, a sha256, or ${FEWEST_DIGITS} or more digits of its beginning; the newest: ` +
      named(deliveries.toReversed(), ({ sha256, key }) => `${shortSha256(sha256)} (${shown(key)})`),
    hint: `'${deliveryCommands({ dataset, delivery: '' }, place).list}' shows all`,
  });
}

function named(deliveries: readonly DeliveryFacts[], name: (delivery: DeliveryFacts) => string): string {
  const rest = deliveries.length > MOST_NAMED ? ` and ${deliveries.length - MOST_NAMED} more` : '';
  return `${deliveries.slice(0, MOST_NAMED).map(name).join(', ')}${rest}`;
}
