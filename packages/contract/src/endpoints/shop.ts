import { Shop } from '../schemas/shop.ts';
import { endpoint, plainErrors } from './endpoint.ts';

export const getShop = endpoint({
  operationId: 'getShop',
  method: 'GET',
  path: '/api/admin/shop',
  tag: 'Board',
  summary: 'Whose boards these are',
  description: 'Name and time zone as they were given at the first start.',
  status: 200,
  data: Shop,
  errors: ['forbidden', ...plainErrors, 'unavailable'],
  examples: { data: { name: "Edgar's Mobile Auto Shop", time_zone: 'America/Los_Angeles' } },
});
