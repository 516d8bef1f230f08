import type { Board, Move, Reorder, Stats } from '@edgar-auto-shop/contract';
import type { BodyOf, Endpoints, QueryOf } from '@edgar-auto-shop/contract/endpoints';
import { createCaller, type PlainRequest } from './call.ts';
import type { OperationId } from './operations.ts';
import type { CallOptions, ClientOptions } from './options.ts';
import { NO_RETRY } from './retry.ts';
import { type SubscribeOptions, type Subscription, subscribeBoard } from './subscribe-board.ts';

/** A shop's API as an object; `createStatusBoardClient` makes one. */
export type StatusBoardClient = ReturnType<typeof createStatusBoardClient>;

type Lists = 'listAppointments' | 'listCustomers' | 'listVehicles' | 'listServices' | 'listTechnicians';
type Ones = 'getAppointment' | 'getCustomer' | 'getVehicle' | 'getService' | 'deleteService';
type Creations = 'createAppointment' | 'createCustomer' | 'createVehicle' | 'createService' | 'createTechnician';
type Updates = 'updateAppointment' | 'updateCustomer' | 'updateVehicle' | 'updateService' | 'updateTechnician';

/**
 * The whole API of a shop, typed by the contract, for browsers, Node and workers. Reads are repeated when the network or the
 * server fails; so are writes, always under one Idempotency-Key, so that a repeated write has one effect. Every call rejects
 * with a `StatusBoardError` and nothing else, and takes `CallOptions` last.
 *
 * @example
 * const client = createStatusBoardClient({ baseUrl: 'http://localhost:3000' });
 * const board = await client.fetchBoard({ date: '2025-09-20' });
 * const card = board.columns.scheduled.items[0];
 * await client.moveAppointment(card.id, { new_status: 'in_progress', expected_version: card.version });
 */
export function createStatusBoardClient(options: ClientOptions) {
  const { call, invoke, read, openStream } = createCaller(options);

  const list =
    <O extends Lists>(operation: O) =>
    (query?: QueryOf<Endpoints[O]>, callOptions: CallOptions = {}) =>
      invoke(operation, { query, ...callOptions });
  const create =
    <O extends Creations>(operation: O) =>
    (body: BodyOf<Endpoints[O]>, callOptions: CallOptions = {}) =>
      invoke(operation, { body, ...callOptions });
  const update =
    <O extends Updates>(operation: O) =>
    (id: string, body: BodyOf<Endpoints[O]>, callOptions: CallOptions = {}) =>
      invoke(operation, { params: { id }, body, ...callOptions });
  const byId =
    <O extends Ones>(operation: O) =>
    (id: string, callOptions: CallOptions = {}) =>
      invoke(operation, { params: { id }, ...callOptions });
  const one = <O extends OperationId>(operation: O, id: string, rest: PlainRequest) =>
    invoke(operation, { params: { id }, ...rest });

  const changes = (query: QueryOf<Endpoints['getBoardChanges']> = {}, callOptions: CallOptions = {}) =>
    invoke('getBoardChanges', { query, ...callOptions });

  /**
   * Follows a date's board: the first one, and one for every change, as it happens or, where streams do not come through,
   * every few seconds. It goes on by itself after whatever breaks, until it is closed.
   *
   * @example const { close } = client.subscribe({ date: '2025-09-20', onBoard: draw, onState: ({ kind }) => badge(kind) });
   */
  const subscribe = (subscription: SubscribeOptions): Subscription => {
    const { enablePolling = options.enablePolling, pollingInterval = options.pollingInterval } = subscription;
    const ports = {
      openStream,
      // It goes on asking by itself.
      changes: (query: { date?: string; since?: string }, signal: AbortSignal) =>
        changes(query, { signal, retry: NO_RETRY }),
    };
    return subscribeBoard(ports, { ...subscription, enablePolling, pollingInterval });
  };

  return {
    /** Where the API is, as it was given. */
    baseUrl: options.baseUrl,

    /**
     * Any operation by its name in the API's document, for what has no method of its own.
     *
     * @example await client.call('getService', { params: { id } });
     */
    call,

    /** A date's board, today's without one. Where nothing changed since the last time, the same object as then. */
    fetchBoard: (query: QueryOf<Endpoints['getBoard']> = {}, callOptions: CallOptions = {}) =>
      read('getBoard', { query, ...callOptions }) as Promise<Board>,
    /** What happened to a board `since` an id or revision, or the whole board where that can no longer be told. */
    fetchChanges: changes,
    subscribe,
    /** The same as `subscribe`. @deprecated */
    subscribeBoard: subscribe,
    /** A date's numbers, or those of a range. Amounts are in minor units (cents). */
    fetchStats: (query: QueryOf<Endpoints['getStats']> = {}, callOptions: CallOptions = {}) =>
      read('getStats', { query, ...callOptions }) as Promise<Stats>,
    /** The shop's name, time zone and today's date there. */
    fetchShop: (callOptions: CallOptions = {}) => call('getShop', callOptions),
    /** Whether the server is alive; it touches no database. */
    healthCheck: (callOptions: CallOptions = {}) => call('getHealth', callOptions),
    /** Whether the server can serve: database reachable, migrations current. */
    readinessCheck: (callOptions: CallOptions = {}) => call('getReadiness', callOptions),

    /**
     * Moves a card to another column, to its end without a `position`.
     *
     * Fails with `version_conflict` when somebody was faster (`details.current` is the card as it now is) and with
     * `invalid_transition` when the workflow forbids it (`details.allowed` is where it may go).
     *
     * @example await client.moveAppointment(card.id, { new_status: 'ready', expected_version: card.version });
     */
    moveAppointment: (id: string, body: Move, callOptions: CallOptions = {}) =>
      one('moveAppointment', id, { body, ...callOptions }),
    /** Gives a card another place in its column, 0 at the top. */
    reorderAppointment: (id: string, body: Reorder, callOptions: CallOptions = {}) =>
      one('reorderAppointment', id, { body, ...callOptions }),
    /** Takes back an appointment's latest change within 24 hours, as a new version; else `not_undoable`. */
    undoAppointment: (id: string, expectedVersion: number, callOptions: CallOptions = {}) =>
      one('undoAppointment', id, { body: { expected_version: expectedVersion }, ...callOptions }),
    /** An appointment's history, newest first, also of a cancelled one. */
    getHistory: (id: string, query: QueryOf<Endpoints['getHistory']> = {}, callOptions: CallOptions = {}) =>
      one('getHistory', id, { query, ...callOptions }),

    /** An appointment with the date whose board shows it; `not_found` once it is cancelled. */
    getAppointment: byId('getAppointment'),
    /** Lists appointments, the latest start first, a page of 50 unless `page_size` (up to 200) says otherwise. The query says of which date, status, customer or technician. */
    listAppointments: list('listAppointments'),
    /**
     * Books an appointment; `validation_error` says what does not fit, by field.
     *
     * @example
     * const when = { appt_start: '2025-09-20T16:00:00Z', appt_end: '2025-09-20T17:00:00Z' };
     * await client.createAppointment({ customer_id, vehicle_id, service_codes: ['OIL'], ...when });
     */
    createAppointment: create('createAppointment'),
    /** Changes some fields of an appointment, `version_conflict` when somebody was faster. Columns and places are for `moveAppointment`. */
    updateAppointment: update('updateAppointment'),
    /** Cancels an appointment and answers its final card; from then on all but its history is `not_found`. */
    cancelAppointment: (id: string, expectedVersion: number, callOptions: CallOptions = {}) =>
      one('cancelAppointment', id, { query: { expected_version: expectedVersion }, ...callOptions }),

    /** A customer by id. */
    getCustomer: byId('getCustomer'),
    /** Lists customers by name, a page of 50 unless `page_size` (up to 200) says otherwise. `search` is part of a name, an e-mail, a plate or a phone. */
    listCustomers: list('listCustomers'),
    /** Writes a customer down. */
    createCustomer: create('createCustomer'),
    /** Changes some fields of a customer; with an `expected_version` only if nobody was faster. */
    updateCustomer: update('updateCustomer'),
    /** A customer's vehicles, up to 200. */
    listCustomerVehicles: (id: string, callOptions: CallOptions = {}) =>
      one('listCustomerVehicles', id, { query: { page_size: 200 }, ...callOptions }),
    /** A vehicle by id. */
    getVehicle: byId('getVehicle'),
    /** Lists vehicles by make and model, a page of 50 unless `page_size` (up to 200) says otherwise. `search` is part of a plate, VIN, make, model or year. */
    listVehicles: list('listVehicles'),
    /** Writes a customer's vehicle down. What looks wrong but is accepted is told in its `warnings`. */
    createVehicle: create('createVehicle'),
    /** Changes some fields of a vehicle; with an `expected_version` only if nobody was faster. */
    updateVehicle: update('updateVehicle'),
    /** A service of the price list by id. */
    getService: byId('getService'),
    /** Lists the price list by code, a page of 50 unless `page_size` (up to 200) says otherwise. `is_active` leaves out what can no longer be booked. */
    listServices: list('listServices'),
    /** Puts a service on the price list; `already_exists` where its code is taken. */
    createService: create('createService'),
    /** Changes some fields of a service. What was booked keeps its name and price. */
    updateService: update('updateService'),
    /** Deletes a service, or retires it where it was ever used. */
    deleteService: byId('deleteService'),
    /** Lists technicians by name, a page of 50 unless `page_size` (up to 200) says otherwise. `is_active` leaves out those who are given no new work. */
    listTechnicians: list('listTechnicians'),
    /** Writes somebody down who repairs vehicles. */
    createTechnician: create('createTechnician'),
    /** Changes some fields of a technician; `is_active: false` where no new work is to be given to them. */
    updateTechnician: update('updateTechnician'),

    /** Fills a day, today's without a `date`, of an empty shop with example appointments; of one that has data only with `force`. */
    loadDemoDay: (body: BodyOf<Endpoints['loadDemoDay']> = {}, callOptions: CallOptions = {}) =>
      call('loadDemoDay', { body, ...callOptions }),
  };
}
