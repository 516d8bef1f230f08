import type { Board, Move, Reorder, Stats } from '@edgar-auto-shop/contract';
import type { BodyOf, Endpoints, QueryOf } from '@edgar-auto-shop/contract/endpoints';
import { type CallOptions, type ClientOptions, createCaller, type PlainRequest } from './call.ts';
import { OPERATIONS, type OperationId, STREAM_PATH } from './operations.ts';
import { type SubscribeOptions, type Subscription, subscribeBoard } from './subscribe-board.ts';

export type StatusBoardClient = ReturnType<typeof createStatusBoardClient>;

type Lists = 'listAppointments' | 'listCustomers' | 'listVehicles' | 'listServices' | 'listTechnicians';
type Creations = 'createAppointment' | 'createCustomer' | 'createVehicle' | 'createService' | 'createTechnician';
type Updates = 'updateAppointment' | 'updateCustomer' | 'updateVehicle' | 'updateService' | 'updateTechnician';

/**
 * The whole API of a shop, typed by the contract. Reads are repeated when the network or the server fails; so are writes, always
 * under one Idempotency-Key, so that a repeated write has one effect. Everything rejects with a `StatusBoardError`.
 *
 * @example
 * const client = createStatusBoardClient({ baseUrl: 'http://localhost:3000' });
 * const board = await client.fetchBoard({ date: '2025-09-20' });
 * const card = board.columns.scheduled.items[0];
 * await client.moveAppointment(card.id, { new_status: 'in_progress', expected_version: card.version });
 */
export function createStatusBoardClient(options: ClientOptions) {
  const { call, invoke, read, send, urlFor } = createCaller(options);

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
  const one = <O extends OperationId>(operation: O, id: string, rest: PlainRequest) =>
    invoke(operation, { params: { id }, ...rest });

  return {
    /** Where the API is, as it was given. */
    baseUrl: options.baseUrl,

    call,

    /** A date's board, today's without one. Where nothing changed since the last time, the same object as then. */
    fetchBoard: (query: QueryOf<Endpoints['getBoard']> = {}, callOptions: CallOptions = {}) =>
      read(OPERATIONS.getBoard.path, { query, ...callOptions }) as Promise<Board>,
    /**
     * Follows a date's board: the first one, and one for every change, as it happens or, where streams do not come through,
     * every few seconds. It goes on by itself after whatever breaks, until it is closed.
     *
     * @example const { close } = client.subscribeBoard({ date: '2025-09-20', onBoard: draw });
     */
    subscribeBoard: (subscription: SubscribeOptions): Subscription =>
      subscribeBoard(
        {
          send,
          streamUrl: (date) => urlFor(STREAM_PATH, { date }),
          changes: (query, signal) => call('getBoardChanges', { query, signal }),
        },
        subscription,
      ),
    fetchStats: (query: QueryOf<Endpoints['getStats']> = {}, callOptions: CallOptions = {}) =>
      read(OPERATIONS.getStats.path, { query, ...callOptions }) as Promise<Stats>,
    fetchShop: (callOptions: CallOptions = {}) => call('getShop', callOptions),
    healthCheck: (callOptions: CallOptions = {}) => call('getHealth', callOptions),

    moveAppointment: (id: string, body: Move, callOptions: CallOptions = {}) =>
      one('moveAppointment', id, { body, ...callOptions }),
    reorderAppointment: (id: string, body: Reorder, callOptions: CallOptions = {}) =>
      one('reorderAppointment', id, { body, ...callOptions }),
    undoAppointment: (id: string, expectedVersion: number, callOptions: CallOptions = {}) =>
      one('undoAppointment', id, { body: { expected_version: expectedVersion }, ...callOptions }),
    getHistory: (id: string, query: QueryOf<Endpoints['getHistory']> = {}, callOptions: CallOptions = {}) =>
      one('getHistory', id, { query, ...callOptions }),

    getAppointment: (id: string, callOptions: CallOptions = {}) => one('getAppointment', id, callOptions),
    listAppointments: list('listAppointments'),
    createAppointment: create('createAppointment'),
    updateAppointment: update('updateAppointment'),
    cancelAppointment: (id: string, expectedVersion: number, callOptions: CallOptions = {}) =>
      one('cancelAppointment', id, { query: { expected_version: expectedVersion }, ...callOptions }),

    listCustomers: list('listCustomers'),
    createCustomer: create('createCustomer'),
    updateCustomer: update('updateCustomer'),
    listCustomerVehicles: (id: string, callOptions: CallOptions = {}) =>
      one('listCustomerVehicles', id, { query: { page_size: 200 }, ...callOptions }),
    listVehicles: list('listVehicles'),
    createVehicle: create('createVehicle'),
    updateVehicle: update('updateVehicle'),
    listServices: list('listServices'),
    createService: create('createService'),
    updateService: update('updateService'),
    listTechnicians: list('listTechnicians'),
    createTechnician: create('createTechnician'),
    updateTechnician: update('updateTechnician'),

    /** Fills today of an empty shop with example appointments. */
    loadDemoDay: (callOptions: CallOptions = {}) => call('loadDemoDay', { body: {}, ...callOptions }),
  };
}
