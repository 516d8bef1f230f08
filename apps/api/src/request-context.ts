import type { Actor } from '@edgar-auto-shop/contract';

/** The tenant that a request speaks for. */
export interface Shop {
  id: string;
  name: string;
  /** IANA name; fixed after the first start. */
  time_zone: string;
}

/** A client's key for one write, and the hash of method, path and parsed body that it stands for. */
export interface IdempotencyKey {
  key: string;
  requestHash: string;
}

/** What a use case may know of the request that it serves. HTTP itself stays in `http/`. */
export interface RequestContext {
  shop: Shop;
  actor: Actor;
  correlationId: string;
  /** None for reads, and for writes that came without a key. */
  idempotency: IdempotencyKey | null;
  /** Milliseconds spent waiting for the database, for `Server-Timing` and the log. */
  timing: { dbMs: number };
}

/** Answer of a write: the JSON text of its `data`, exactly as it was first given, and whether this is a repetition. */
export interface WriteAnswer {
  json: string;
  replayed: boolean;
}
