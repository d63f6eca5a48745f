import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { parseStored, parseStoredWhole } from '../../../core/contracts/stored.ts';

const counts = z.strictObject({ rows: z.number() });
const record = z.strictObject({
  name: z.string(),
  counts,
  windows: z.array(z.strictObject({ counts })),
  end: z.union([
    z.strictObject({ reason: z.string() }),
    z.strictObject({ reason: z.string(), at: z.number() }),
    z.null(),
  ]),
});
const KNOWN = { name: 'a', counts: { rows: 1 }, windows: [{ counts: { rows: 2 } }], end: { reason: 'b', at: 3 } };

describe('a stored record', () => {
  it('is read as it is', () => {
    expect(parseStored(KNOWN, record)).toEqual(KNOWN);
  });

  it('may have fields that this code does not know, at any depth', () => {
    const later = {
      ...KNOWN,
      more: 1,
      counts: { rows: 1, withdrawn: 2 },
      windows: [{ counts: { rows: 2, withdrawn: 2 }, others: {} }],
      end: { reason: 'b', at: 3, by: 'c' },
    };
    expect(parseStored(later, record)).toEqual(KNOWN);
    // What was read is left as it is: its bytes may be signed.
    expect(later.counts).toEqual({ rows: 1, withdrawn: 2 });
  });

  it('keeps such fields where it is signed as a whole, and is as strict', () => {
    const later = { ...KNOWN, more: 1, counts: { rows: 1, withdrawn: 2 } };
    expect(parseStoredWhole(later, record)).toEqual(later);
    expect(parseStoredWhole(KNOWN, record)).toEqual(KNOWN);
    expect(() => parseStoredWhole({ ...later, name: 1 }, record)).toThrow(z.ZodError);
  });

  it('takes the member of a union that knows most of it', () => {
    expect(parseStored({ ...KNOWN, end: { reason: 'b', by: 'c' } }, record).end).toEqual({ reason: 'b' });
  });

  it.each([
    ['a field of another type', { ...KNOWN, name: 1, more: 1 }, 'name'],
    ['a field that is missing', { ...KNOWN, counts: { withdrawn: 2 } }, 'counts.rows'],
    ['a union without a member that fits', { ...KNOWN, end: { at: 'x', by: 'c' } }, 'end'],
    ['no object', 'text', ''],
  ])('is refused for %s', (_, value, path) => {
    expect(() => parseStored(value, record)).toThrow(z.ZodError);
    try {
      parseStored(value, record);
    } catch (error) {
      expect((error as z.ZodError).issues.map((issue) => issue.path.join('.'))).toContain(path);
    }
  });
});
