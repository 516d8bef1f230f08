/** One side of a comparison in one round. */
export interface Side {
  value: number;
  /** Cores kept busy while it was measured, by whose they were; null where the system does not tell. */
  cores: Record<string, number | null>;
}

/** Two things measured in turn, several times. */
export interface Ratio {
  /** Medians. */
  ours: number;
  limit: number;
  /** Of the rounds' ratios: median, lowest, highest. */
  ratio: number;
  low: number;
  high: number;
  ourCores: Record<string, number | null>;
  limitCores: Record<string, number | null>;
}

export function medianOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/**
 * Measures A B A B …: each ratio is of two neighbours in time, so that what else the machine does falls on both.
 */
export async function alternate(rounds: number, ours: () => Promise<Side>, limit: () => Promise<Side>): Promise<Ratio> {
  const pairs: [Side, Side][] = [];
  for (let i = 0; i < rounds; i += 1) pairs.push([await ours(), await limit()]);
  return ratioOf(pairs);
}

export function ratioOf(pairs: [Side, Side][]): Ratio {
  const ratios = pairs.map(([a, b]) => a.value / b.value);
  return {
    ours: medianOf(pairs.map(([a]) => a.value)),
    limit: medianOf(pairs.map(([, b]) => b.value)),
    ratio: medianOf(ratios),
    low: Math.min(...ratios),
    high: Math.max(...ratios),
    ourCores: medianCores(pairs.map(([a]) => a)),
    limitCores: medianCores(pairs.map(([, b]) => b)),
  };
}

function medianCores(sides: Side[]): Record<string, number | null> {
  const names = Object.keys(sides[0]?.cores ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const known = sides.flatMap(({ cores }) => cores[name] ?? []);
      return [name, known.length === 0 ? null : medianOf(known)];
    }),
  );
}
