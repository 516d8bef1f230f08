import { randomUUID } from 'node:crypto';
import type { ShopIds } from '../../../model/commands.ts';
import { type Api, BOARD, furnishShop } from '../../../model/open-front.ts';
import type { Answer } from '../../../serve.ts';

/** A card as a scene needs it. */
export interface SceneCard {
  id: string;
  version: number;
}

/** Somebody who books and moves, each with a key unless told otherwise. */
export class Scene {
  readonly #api: Api;
  readonly #ids: ShopIds;

  constructor(api: Api, ids: ShopIds) {
    this.#api = api;
    this.#ids = ids;
  }

  static async furnish(api: Api, settleMs = 0): Promise<Scene> {
    return new Scene(api, await furnishShop(api, settleMs));
  }

  get ids(): ShopIds {
    return this.#ids;
  }

  /** The same shop through another server. */
  at(api: Api): Scene {
    return new Scene(api, this.#ids);
  }

  booking(date: string, hour = 15): object {
    const [{ id: customer_id, vehicleId: vehicle_id }] = this.#ids.customers as [ShopIds['customers'][0]];
    const times = { appt_start: `${date}T${hour}:00:00Z`, appt_end: `${date}T${hour}:30:00Z` };
    return { customer_id, vehicle_id, service_codes: ['OIL'], ...times };
  }

  send(method: string, path: string, body?: object, key: string | null = randomUUID()): Promise<Answer> {
    return this.#api(method, `/api/admin/${path}`, body, key === null ? {} : { 'idempotency-key': key });
  }

  async book(date: string, hour = 15): Promise<SceneCard> {
    return (await this.send('POST', 'appointments', this.booking(date, hour))).data;
  }

  move({ id, version }: SceneCard, to: string, { position, key }: { position?: number; key?: string | null } = {}) {
    const body = { new_status: to, expected_version: version, ...(position === undefined ? {} : { position }) };
    return this.send('POST', `appointments/${id}/move`, body, key);
  }

  reorder({ id, version }: SceneCard, position: number): Promise<Answer> {
    return this.send('POST', `appointments/${id}/reorder`, { expected_version: version, position });
  }

  async board(date: string) {
    return (await this.#api('GET', `${BOARD}?date=${date}`)).data;
  }

  async history(id: string) {
    return (await this.send('GET', `appointments/${id}/history?page_size=200`, undefined, null)).data.items;
  }
}

/** A date for each of a workload's turns, by its seed. */
export const dateOf = (seed: number, turn: number): string =>
  new Date(Date.UTC(2032, 0, 1 + (seed % 100) * 60 + turn)).toISOString().slice(0, 10);
