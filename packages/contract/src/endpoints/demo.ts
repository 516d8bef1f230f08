import { DemoDay, DemoDayRequest } from '../schemas/demo.ts';
import { endpoint, writeErrors } from './endpoint.ts';

export const loadDemoDay = endpoint({
  operationId: 'loadDemoDay',
  method: 'POST',
  path: '/api/admin/demo-day',
  tag: 'Board',
  summary: 'Fill a date with a believable day',
  description:
    'Made-up customers, vehicles, technicians, a price list, and appointments in all five columns as they would stand right now. ' +
    'The whole day is added or none of it. A shop that has an appointment, customer, vehicle, technician or service is left as ' +
    'it is: `already_exists` with `field` `shop`, unless `force` is true.',
  body: DemoDayRequest,
  status: 201,
  data: DemoDay,
  errors: writeErrors('already_exists'),
  examples: {
    body: { seed: 1 },
    data: { date: '2025-09-20', seed: 1, technicians: 5, services: 14, customers: 23, vehicles: 24, appointments: 24 },
  },
});
