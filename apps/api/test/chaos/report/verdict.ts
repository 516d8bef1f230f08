import type { ChaosResult } from '../chaos-options.ts';

/** Whether a run showed what it was for. One in which nothing was tried shows nothing. */
export function verdictOf(
  result: Pick<ChaosResult, 'violations' | 'surprises' | 'faults' | 'figures'>,
): 'sound' | 'broken' | 'empty' {
  const { violations, surprises, faults, figures } = result;
  if (violations.length + surprises.length > 0) return 'broken';
  const injected = Object.values(faults).reduce((sum, count) => sum + count, 0);
  return figures.acknowledged === 0 || injected === 0 ? 'empty' : 'sound';
}
