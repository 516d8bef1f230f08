import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, loadConfig, misspelt, settings } from './config.ts';

const quiet = { terminal: false };
const load = (env: Record<string, string>) => loadConfig(env, quiet);

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

test('without any setting everything has its default', () => {
  expect(load({})).toEqual({
    given: new Set(),
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: null,
    databaseMigrationUrl: null,
    databasePoolSize: 10,
    databaseUnnamedStatements: false,
    dataDir: resolve('data'),
    shopName: "Edgar's Mobile Auto Shop",
    shopTimeZone: 'America/Los_Angeles',
    authMode: 'none',
    allowInsecure: false,
    logLevel: 'info',
    rateLimit: 12_000,
    writesAtOnce: 256,
    readsAtOnce: 1_000,
    searchesAtOnce: 2,
    corsOrigins: [],
  });
  expect(load({ PORT: '', SHOP_NAME: '  ' })).toEqual(load({}));
  expect(loadConfig({}, { terminal: true }).logLevel).toBe('warn');
  expect(loadConfig({ LOG_LEVEL: 'INFO' }, { terminal: true }).logLevel).toBe('info');
});

test('settings are read as what they are', () => {
  const config = load({
    PORT: '0',
    DATABASE_URL: 'postgresql://me:p%40ss@db.example:6432/shop?sslmode=require',
    DATABASE_UNNAMED_STATEMENTS: 'true',
    DATA_DIR: 'somewhere/else',
    SHOP_TIME_ZONE: 'Europe/Madrid',
    RATE_LIMIT: 'off',
    CORS_ORIGINS: 'https://board.example.com/, http://localhost:5173,*',
    HOST: '[::1]',
  });
  expect(config).toMatchObject({
    port: 0,
    databaseUnnamedStatements: true,
    dataDir: resolve('somewhere/else'),
    shopTimeZone: 'Europe/Madrid',
    rateLimit: null,
    corsOrigins: ['https://board.example.com', 'http://localhost:5173', '*'],
    host: '::1',
  });
  expect(config.given.has('SHOP_TIME_ZONE')).toBe(true);
  expect(config.given.has('SHOP_NAME')).toBe(false);
});

const faults: [string, string, RegExp][] = [
  ['PORT', '3000a', /whole number from 0 to 65535/],
  ['PORT', '65536', /whole number/],
  ['PORT', '-1', /whole number/],
  ['HOST', 'http://0.0.0.0', /without scheme/],
  ['DATABASE_URL', 'mysql://me@db/shop', /starts with "mysql:"/],
  ['DATABASE_URL', 'localhost/shop', /postgresql:\/\/user/],
  ['DATABASE_URL', 'postgres://db', /names no database/],
  ['DATABASE_POOL_SIZE', '0', /from 1 to 500/],
  ['DATABASE_UNNAMED_STATEMENTS', 'maybe', /1 or 0/],
  ['SHOP_NAME', 'n'.repeat(201), /^SHOP_NAME is "n{100}…": Write 1 to 200 characters on one line/],
  ['SHOP_NAME', 'two\nlines\u0000', /^SHOP_NAME is "two lines ": Write 1 to 200 characters on one line/],
  ['SHOP_TIME_ZONE', 'Los Angeles', /IANA/],
  ['SHOP_TIME_ZONE', '+02:00', /IANA/],
  ['AUTH_MODE', 'password', /no accounts yet/],
  ['LOG_LEVEL', 'loud', /trace, debug, info/],
  ['RATE_LIMIT', '0', /or off/],
  ['CORS_ORIGINS', 'board.example.com', /is not an origin/],
  ['CORS_ORIGINS', 'https://board.example.com/app', /Write https:\/\/board\.example\.com,/],
];

test.each(faults)('%s=%s is refused with what to write instead', (name, value, sentence) => {
  const found = faultsOf({ [name]: value });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(new RegExp(`^${name}`));
  expect(found[0]).toMatch(sentence);
});

test('a name is trimmed, and may be as long as 200 characters of any script', () => {
  expect(load({ SHOP_NAME: '  Taller Ñandú \n' }).shopName).toBe('Taller Ñandú');
  expect(load({ SHOP_NAME: '🚗'.repeat(200) }).shopName).toBe('🚗'.repeat(200));
});

test('all faults come together, and no password is shown', () => {
  const found = faultsOf({ PORT: 'x', RATE_LIMIT: 'y', DATABASE_URL: 'postgre://me:hunter2@db/shop' });
  expect(found).toHaveLength(3);
  expect(found.join()).not.toContain('hunter2');
});

test('without accounts only this machine is served, unless that is allowed', () => {
  for (const HOST of ['0.0.0.0', '::', '192.168.1.5', 'board.example.com']) {
    expect(faultsOf({ HOST })[0]).toMatch(/ALLOW_INSECURE=1/);
    expect(load({ HOST, ALLOW_INSECURE: '1' }).host).toBe(HOST);
  }
  for (const HOST of ['127.0.0.1', '127.1.2.3', 'localhost', '::1']) expect(load({ HOST }).host).toBe(HOST);
});

test('a misspelt name is hinted at, another is nobody business', () => {
  expect(misspelt({ DATABSE_URL: 'x', DATADIR: 'x', PORT: '1' })).toEqual([
    'DATABSE_URL is not a setting. Did you mean DATABASE_URL?',
    'DATADIR is not a setting. Did you mean DATA_DIR?',
  ]);
  expect(
    misspelt({ PATH: 'x', HOME: 'x', HOSTNAME: 'x', PWD: 'x', USER: 'x', SHELL: 'x', npm_config_port: '1' }),
  ).toEqual([]);
});

test('every setting is described in one sentence', () => {
  for (const [name, { description }] of Object.entries(settings)) expect(description, name).toMatch(/^\S.*\.$/);
});
