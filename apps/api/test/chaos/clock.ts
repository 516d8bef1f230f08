/** Milliseconds since this machine started: one clock that never goes back, and the same one in every process. */
export const sinceBoot = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;
