import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { RequestDurations } from './request-durations.ts';

/** What `/metrics` tells. Parts register their own gauges, e.g. `metrics.gauge('db_pool_idle', '…', () => pool.idleCount)`. */
export class Metrics {
  readonly registry = new Registry();
  readonly requestDurations = new RequestDurations(this.registry);
  /** Requests that are being answered now. */
  inFlight = 0;

  constructor() {
    this.gauge('http_requests_in_flight', 'Requests that are being answered now', () => this.inFlight);
  }

  /** Adds memory, processor time, event loop lag and garbage collection. Once a process: it starts observers. */
  watchProcess(): this {
    collectDefaultMetrics({ register: this.registry });
    return this;
  }

  /** A number that is asked for whenever somebody reads the metrics. Registering a name again replaces it. */
  gauge(name: string, help: string, read: () => number): void {
    this.registry.removeSingleMetric(name);
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}
