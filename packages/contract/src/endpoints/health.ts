import { Health, Readiness } from '../schemas/health.ts';
import { endpoint, plainErrors } from './endpoint.ts';

export const getHealth = endpoint({
  operationId: 'getHealth',
  method: 'GET',
  path: '/healthz',
  tag: 'Operation',
  summary: 'Whether the process is alive; touches no database',
  status: 200,
  data: Health,
  errors: plainErrors,
  examples: { data: { status: 'ok', service: 'edgar-auto-shop', runtime: 'node', version: '0.1.0' } },
});

export const getReadiness = endpoint({
  operationId: 'getReadiness',
  method: 'GET',
  path: '/readyz',
  tag: 'Operation',
  summary: 'Whether it can serve: database reachable, migrations current',
  status: 200,
  data: Readiness,
  errors: [...plainErrors, 'unavailable'],
  examples: { data: { status: 'ready', migration: 1 } },
});
