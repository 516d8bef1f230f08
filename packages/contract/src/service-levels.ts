/** How long a caller should wait for an answer before it gives up, in milliseconds. */
export const API_TIMEOUTS = { read: 10_000, write: 15_000, health: 3_000 } as const;

/**
 * The service levels: the floor that the first generation of this system promised at 20 callers over 60 s, in milliseconds
 * and as a share of failed requests. The budgets in `perf/` are far tighter.
 */
export const SLO_THRESHOLDS = { boardP95: 800, statsP95: 500, moveP95: 400, errorRate: 0.005 } as const;

/** The live stream: silence is never longer than `ping`; who hears nothing for `silence` may take it for dead. Milliseconds. */
export const BOARD_STREAM = { ping: 15_000, silence: 40_000 } as const;
