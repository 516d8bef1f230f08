import type { Config } from './config.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** What HTTP itself needs; the modules' needs are in `modules/deps.ts`. */
export interface HttpDeps {
  config: Config;
  log: Log;
  metrics: Metrics;
  /** Where requests run, as `/healthz` tells it. */
  runtime: 'node' | 'native-lambda';
}
