/** Of any script. */
export const HAS_DIGIT = /\p{Nd}/u;

/** What keeps a text from being read, for people: of one text in the quarantine, of many where they are a format. */
export interface Trouble {
  /** Texts of one kind are one format. undefined: bad by itself, however many there are (30 February). */
  readonly kind: string | undefined;
  /** What the text has, as a noun phrase: 'a comma before three digits'. */
  readonly has: string;
  /** How it would be read. Empty where no contract reads it. */
  readonly remedies: readonly Remedy[];
}

/** A field of the data set, with the value that reads the text. */
export interface Remedy {
  readonly field: string;
  /** What the text is then: '1287'. undefined: no value. */
  readonly reads: string | undefined;
  /** What the contract reads now and would read no longer, where texts have it. */
  readonly givesUp: 'the decimal mark' | 'the date order' | undefined;
}

export function remedyText({ field, reads }: Remedy, text: string): string {
  return `${field}${reads === undefined ? '' : ` reads '${text}' as ${reads}`}`;
}

/** The trouble of one text, as the end of a sentence that names it. Of a text without a digit there is nothing to say. */
export function because({ has, remedies }: Trouble, text: string): string {
  if (!HAS_DIGIT.test(text)) return '';
  const ways = remedies.map((remedy) => remedyText(remedy, text.trim()));
  return `: it has ${has}${ways.length === 0 ? '' : `; ${ways.join(', or ')}`}`;
}

/** What is longer is prose. */
export const LONGEST_FORM = 40;

/** The text with what differs between rows taken out of it: '12 kWh' and '9 kWh' have the form '9 a'. */
export function formOf(text: string): string {
  return text
    .slice(0, LONGEST_FORM)
    .replaceAll(/\p{Nd}+/gu, '9')
    .replaceAll(/\p{L}+/gu, 'a');
}
