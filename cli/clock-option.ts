import * as z from 'zod';

/** Of every command that runs a machine on a folder; read as epoch milliseconds, which `localPorts` and `createPlatform` both take as `clockAtMs`. */
export const clockOption = z.iso
  .datetime({ offset: true, error: 'an instant with its offset, as in 2026-01-01T00:00:00Z' })
  .transform((instant) => Date.parse(instant))
  .optional()
  .meta({
    placeholder: 'INSTANT',
    description:
      'what every time that is written says, so that runs can be compared byte by byte (default: the real time)',
  });
