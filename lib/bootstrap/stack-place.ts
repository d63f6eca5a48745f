/** Where the resources of one stack lie. */
export interface StackPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly stack: string;
}

/**
 * What CloudFormation names itself begins with the stack's name, of which it keeps as much as fits: a role's name has 64 characters, half of
 * which are for the logical id and a random end.
 */
const KEPT_OF_THE_STACK = 24;

export function generated({ stack }: StackPlace): string {
  return stack.length > KEPT_OF_THE_STACK ? `${stack.slice(0, KEPT_OF_THE_STACK)}*` : `${stack}-*`;
}

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
  arn('glue', ({ stack }) => `database/${catalogDatabase(stack)}`),
  arn('glue', ({ stack }) => `table/${catalogDatabase(stack)}/*`),
];

/** Glue's names have no dashes, since SQL would take them for minus. */
function catalogDatabase(stack: string): string {
  return stack.replaceAll('-', '_');
}
