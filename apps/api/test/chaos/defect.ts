import type { Invariant } from '@edgar-auto-shop/testing';

/** A deliberate bug that the suite must notice: texts of the server and what they become. */
export interface Defect {
  name: string;
  changes: { file: string; from: string; to: string }[];
  /** The invariants of which at least one violation each must be reported. */
  breaks: Invariant[];
}

const HOOK = new URL('./load-with-defect.ts', import.meta.url);

/** Arguments for `node` that run a program with the defect. */
export function nodeArgumentsFor(defect: Defect | undefined): string[] {
  if (!defect) return [];
  const hook = new URL(HOOK);
  hook.search = encodeURIComponent(JSON.stringify(defect));
  return ['--import', hook.href];
}
