import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import { afterAll, expect, test } from 'vitest';
import { serveBare } from '../../test/serve-bare.ts';
import { VERSION } from '../version.ts';

const bare = await serveBare([]);
afterAll(() => bare.close());
const { api } = bare;

test('/openapi.json is the document of this version, with an ETag', async () => {
  const { body, headers } = await api('GET', '/openapi.json');
  expect(body).toMatchObject({ openapi: '3.1.0', info: { version: VERSION } });
  expect(Object.keys(body.paths)).toContain(endpoints.moveAppointment.path);
  const again = await api('GET', '/openapi.json', undefined, { 'if-none-match': headers.get('etag') ?? '' });
  expect(again.status).toBe(304);
});

test('/docs needs nothing from elsewhere and fits its own policy', async () => {
  for (const path of ['/docs', '/docs/']) {
    const { status, body, headers } = await api('GET', path);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    const sources = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, it]: string[]) => it as string);
    expect(sources.length).toBeGreaterThan(4);
    for (const source of sources) {
      const file = await api('GET', new URL(source, `${bare.url}${path}`).pathname);
      expect([source, file.status]).toEqual([source, 200]);
    }
    // A script in the page itself would be refused by the policy.
    expect(body).not.toMatch(/<script(?![^>]*src=)/);
    expect(body).not.toMatch(/https?:\/\//);
  }
  expect((await api('GET', '/docs/json')).body).toEqual((await api('GET', '/openapi.json')).body);
});
