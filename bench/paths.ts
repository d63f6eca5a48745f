import { join } from 'node:path';

/** Everything that the benchmark makes. Two folders below the repository: programs bundled into it find package.json by '../..'. */
export const WORK_DIR = join('.cache', 'bench');
