import type { Card } from '@edgar-auto-shop/contract';

/** A card as the server keeps it: ordered by a rank instead of standing at a position. Never changed in place. */
export interface StoredCard extends Omit<Card, 'position' | 'services'> {
  rank: number;
  /** Lines as stored; `service_id` stays inside. */
  services: StoredLine[];
}

export interface StoredLine {
  service_id: string;
  code: string;
  name: string;
  qty: number;
  price_cents: number;
}
