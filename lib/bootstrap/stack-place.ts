import { catalogDatabaseName } from '../../core/contracts/names.ts';

/** Where the resources of one stack lie. */
export interface StackPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** A star in it stands for the number of a pull request. */
  readonly stack: string;
}

/**
 * What CloudFormation names itself begins with the stack's name, of which it keeps as much as fits: a role's name has 64 characters, half of
 * which are for the logical id and a random end.
 */
const KEPT_OF_THE_STACK = 24;

export function generated({ stack }: StackPlace): string {
  const longest = stack.replace('*', LONGEST_NUMBER);
  if (longest.length <= KEPT_OF_THE_STACK) return `${stack}-*`;
  const numberAt = stack.indexOf('*');
  const kept = longest.slice(0, KEPT_OF_THE_STACK);
  if (numberAt === -1 || numberAt >= KEPT_OF_THE_STACK) return `${kept}*`;
  // What is kept behind the number is more, where the number is shorter.
  const behind = kept.slice(numberAt + LONGEST_NUMBER.length);
  return `${stack.slice(0, numberAt)}*${behind === '' ? '' : `${behind}*`}`;
}

const LONGEST_NUMBER = '999999';

export const arn =
  (service: string, resource: (place: StackPlace) => string) =>
  (place: StackPlace): string =>
    `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource(place)}`;

export const globalArn =
  (service: string, resource: (place: StackPlace) => string) =>
  (place: StackPlace): string =>
    `arn:${place.partition}:${service}::${place.account}:${resource(place)}`;

export const roles = globalArn('iam', (place) => `role/${generated(place)}`);
export const buckets = (place: StackPlace) => `arn:${place.partition}:s3:::${generated(place)}`;
export const topics = arn('sns', (place) => generated(place));
export const catalogTables = [
  arn('glue', () => 'catalog'),
  arn('glue', ({ stack }) => `database/${catalogDatabaseName(stack)}`),
  arn('glue', ({ stack }) => `table/${catalogDatabaseName(stack)}/*`),
];
