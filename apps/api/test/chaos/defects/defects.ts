import { DATABASE_DEFECTS } from './list/database.ts';
import { READING } from './list/reading.ts';
import { RULES } from './list/rules.ts';
import { WRITING } from './list/writing.ts';
import type { SeededDefect } from './seeded-defect.ts';

/** Every deliberate bug that the checks must notice. */
export const DEFECTS: SeededDefect[] = [...WRITING, ...DATABASE_DEFECTS, ...RULES, ...READING];

/** Those of them that a general storm of people and faults reveals as well. */
export const IN_A_STORM = DEFECTS.filter(({ inStorm }) => inStorm);
