import * as z from 'zod';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlarmBoard } from '../../core/ports.ts';

/** Of a laptop's platform, in its folder. */
export const ALARM_FILE = 'alarms.json';

/** `since` may lie ahead: such an alarm turns red while whoever looks is watching. */
const alarmsSchema = z.array(z.strictObject({ name: z.string(), since: z.iso.datetime() }));

/** The alarms that somebody wrote into the folder; none where nobody did: a laptop has no CloudWatch. */
export function alarmFile(root: string): AlarmBoard {
  const file = join(root, ALARM_FILE);
  return {
    async red() {
      if (!existsSync(file)) return [];
      const alarms = alarmsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
      return alarms.map(({ name, since }) => ({ name, sinceMs: Date.parse(since) }));
    },
  };
}
