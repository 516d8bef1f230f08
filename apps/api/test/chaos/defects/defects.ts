import type { Defect } from './defect.ts';
import { DATABASE_DEFECTS } from './list/database.ts';
import { READING } from './list/reading.ts';
import { RULES } from './list/rules.ts';
import { WRITING } from './list/writing.ts';

/** Every deliberate bug that the checks must notice. */
export const DEFECTS: Defect[] = [...WRITING, ...DATABASE_DEFECTS, ...RULES, ...READING];
