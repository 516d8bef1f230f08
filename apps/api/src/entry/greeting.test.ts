import { expect, test } from 'vitest';
import { loadConfig } from '../config.ts';
import { greeting } from './greeting.ts';

const shop = { id: '1', name: 'Edgar', time_zone: 'UTC' } as never;
const said = (env: Record<string, string>) => greeting(loadConfig(env), 4650, shop, null).join('\n');
const open = { HOST: '0.0.0.0', ALLOW_INSECURE: '1' };

test('reachable by other devices, it says what a host name needs, until one is set', () => {
  const told = said(open);
  // A machine without a network has no other devices.
  if (told.includes('from other devices')) expect(told).toContain('CORS_ORIGINS=http://NAME:4650');
  expect(said({ ...open, CORS_ORIGINS: 'http://shop-pc.lan:4650' })).not.toContain('CORS_ORIGINS');
  expect(said({})).not.toContain('CORS_ORIGINS');
});
