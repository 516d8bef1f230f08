import type { boardStream, Endpoints } from '@edgar-auto-shop/contract/endpoints';

/** The name of an operation in the API's document. */
export type OperationId = keyof Endpoints;

/**
 * Method and path of every operation. Written out, because the contract's endpoint values bring their schemas along, which are
 * for servers: here they are types only. The compiler holds this table to the contract, letter by letter.
 */
export const OPERATIONS: { readonly [O in OperationId]: Pick<Endpoints[O], 'method' | 'path'> } = {
  getHealth: { method: 'GET', path: '/healthz' },
  getReadiness: { method: 'GET', path: '/readyz' },
  getShop: { method: 'GET', path: '/api/admin/shop' },
  getBoard: { method: 'GET', path: '/api/admin/appointments/board' },
  getBoardChanges: { method: 'GET', path: '/api/admin/appointments/board/changes' },
  getStats: { method: 'GET', path: '/api/admin/dashboard/stats' },
  moveAppointment: { method: 'POST', path: '/api/admin/appointments/{id}/move' },
  reorderAppointment: { method: 'POST', path: '/api/admin/appointments/{id}/reorder' },
  undoAppointment: { method: 'POST', path: '/api/admin/appointments/{id}/undo' },
  getHistory: { method: 'GET', path: '/api/admin/appointments/{id}/history' },
  listAppointments: { method: 'GET', path: '/api/admin/appointments' },
  createAppointment: { method: 'POST', path: '/api/admin/appointments' },
  getAppointment: { method: 'GET', path: '/api/admin/appointments/{id}' },
  updateAppointment: { method: 'PATCH', path: '/api/admin/appointments/{id}' },
  cancelAppointment: { method: 'DELETE', path: '/api/admin/appointments/{id}' },
  listServices: { method: 'GET', path: '/api/admin/services' },
  createService: { method: 'POST', path: '/api/admin/services' },
  getService: { method: 'GET', path: '/api/admin/services/{id}' },
  updateService: { method: 'PATCH', path: '/api/admin/services/{id}' },
  deleteService: { method: 'DELETE', path: '/api/admin/services/{id}' },
  listCustomers: { method: 'GET', path: '/api/admin/customers' },
  createCustomer: { method: 'POST', path: '/api/admin/customers' },
  getCustomer: { method: 'GET', path: '/api/admin/customers/{id}' },
  updateCustomer: { method: 'PATCH', path: '/api/admin/customers/{id}' },
  listCustomerVehicles: { method: 'GET', path: '/api/admin/customers/{id}/vehicles' },
  listVehicles: { method: 'GET', path: '/api/admin/vehicles' },
  createVehicle: { method: 'POST', path: '/api/admin/vehicles' },
  getVehicle: { method: 'GET', path: '/api/admin/vehicles/{id}' },
  updateVehicle: { method: 'PATCH', path: '/api/admin/vehicles/{id}' },
  listTechnicians: { method: 'GET', path: '/api/admin/technicians' },
  createTechnician: { method: 'POST', path: '/api/admin/technicians' },
  updateTechnician: { method: 'PATCH', path: '/api/admin/technicians/{id}' },
  loadDemoDay: { method: 'POST', path: '/api/admin/demo-day' },
};

/** Where boards are followed; held to the contract in the same way. */
export const STREAM_PATH: (typeof boardStream)['path'] = '/api/admin/appointments/board/stream';
