import { fileURLToPath } from 'node:url';
import type { Check } from '../model/finding.ts';

/** A text of the product, named from the folder of the server or of the whole project, and what it becomes. */
export interface TextChange {
  /** E.g. `src/db/database.ts`, `migrations/0001_….sql`, `packages/contract/src/rules/move.ts`. */
  file: string;
  from: string;
  to: string;
}

/** A deliberate bug, as somebody tired could write it, that the suite must notice. */
export interface Defect {
  /** Goes on from "the bug that …". */
  name: string;
  changes: TextChange[];
  /** The checks of which at least one finding each must be reported. */
  breaks: Check[];
}

const PROJECT = new URL('../../../../', import.meta.url);
const HOOK = new URL('./load-with-defect.ts', import.meta.url);

/** Arguments for `node` that run a program with the defect. */
export function nodeArgumentsFor(defect: Defect | undefined): string[] {
  if (!defect) return [];
  const hook = new URL(HOOK);
  hook.search = encodeURIComponent(JSON.stringify(defect.changes));
  return ['--import', hook.href];
}

/** Where a change applies. */
export const pathOf = ({ file }: Pick<TextChange, 'file'>): string =>
  fileURLToPath(new URL(file.startsWith('packages/') ? file : `apps/api/${file}`, PROJECT));

/**
 * A text with a change applied.
 * @throws Error where the text is not there exactly once: the defect must follow the code, or it would prove nothing
 */
export function applyChange(text: string, { file, from, to }: TextChange): string {
  const times = text.split(from).length - 1;
  if (times !== 1) throw new Error(`${file} holds this ${times} times, let the defect follow:\n${from}`);
  return text.replace(from, () => to);
}

/** Says on standard error that a change was really made. */
export const announcement = ({ file, from }: TextChange): string => `seeded bug in ${file}: ${from}`;
