import * as appointments from './appointments.ts';
import * as board from './board.ts';
import * as customers from './customers.ts';
import * as demo from './demo.ts';
import * as health from './health.ts';
import * as services from './services.ts';
import * as shop from './shop.ts';
import * as technicians from './technicians.ts';
import * as vehicles from './vehicles.ts';

/** Every operation of the API by its operationId. */
export const endpoints = {
  ...health,
  ...shop,
  ...board,
  ...appointments,
  ...services,
  ...customers,
  ...vehicles,
  ...technicians,
  ...demo,
};

export type Endpoints = typeof endpoints;
export type { BodyOf, DataOf, Endpoint, Method, ParamsOf, QueryOf } from './endpoint.ts';
export { isWrite } from './endpoint.ts';
export { boardStream } from './stream.ts';
