import { setTimeout as delay } from 'node:timers/promises';
import type { TcpProxy, Weather } from '@edgar-auto-shop/testing';
import { Random } from '../random.ts';
import type { Stage } from '../stage/stage.ts';
import type { Injection } from './injection.ts';

type Hop = (stage: Stage) => TcpProxy[];
const clients: Hop = ({ fronts }) => fronts;
const database: Hop = ({ backs }) => backs;

/** How much later a slow network delivers, at most; a round trip then takes twice as long. */
const SLOWEST_MS = 150;

/** Again and again until it is over, as new connections come. */
const DOOM_EVERY_MS = 100;

function cutting(hop: Hop): Injection {
  return {
    async inject(stage, { forMs, share }, marks) {
      const proxies = hop(stage);
      const count = () => proxies.reduce((sum, { cut }) => sum + cut, 0);
      const before = count();
      const random = new Random(forMs);
      marks.begin();
      for (let left = forMs; left > 0; left -= DOOM_EVERY_MS) {
        for (const proxy of proxies) proxy.doom(() => random.chance(share));
        await delay(Math.min(left, DOOM_EVERY_MS));
      }
      for (const proxy of proxies) proxy.spare();
      return `${count() - before} connections cut in the middle of an answer`;
    },
  };
}

function under(hop: Hop, weatherOf: (share: number) => Weather, tell: (weather: Weather) => string): Injection {
  return {
    async inject(stage, { forMs, share, server }, marks) {
      const all = hop(stage);
      // Of several networks sometimes one alone, so that the others go on and change what it knows.
      const proxies = share < 0.6 ? all.slice(server, server + 1) : all;
      const weather = weatherOf(share);
      marks.begin();
      for (const proxy of proxies) {
        proxy.weather = weather;
        // Also those that nobody uses meanwhile: the servers find them dead when they do. People of this suite would, too, and wait for
        // one after the other, which says nothing about the servers.
        if (weather.kind === 'hole' && hop === database) proxy.forgetAll();
      }
      await delay(forMs);
      for (const proxy of proxies) proxy.weather = { kind: 'clear' };
      return `${tell(weather)}, ${proxies.length} of ${all.length} networks for ${forMs} ms`;
    },
  };
}

const slow = (share: number): Weather => ({ kind: 'slow', delayMs: Math.round(SLOWEST_MS * share) });
const tellSlow = (weather: Weather) => `${weather.kind === 'slow' ? weather.delayMs : 0} ms late`;
const hole = (): Weather => ({ kind: 'hole' });

export const cutClients = cutting(clients);
export const cutDatabase = cutting(database);
export const slowClients = under(clients, slow, tellSlow);
export const slowDatabase = under(database, slow, tellSlow);
export const holeClients = under(clients, hole, () => 'everything swallowed');
export const holeDatabase = under(database, hole, () => 'everything swallowed');
