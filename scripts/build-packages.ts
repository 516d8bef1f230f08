// npm run build:packages: the three packages as strangers get them, in packages/*/dist, and packed in dist/.
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './lib/run-command.ts';
import { buildPackages } from './packages/build-packages.ts';
import { packPackages } from './packages/pack-packages.ts';

const folder = join(root, 'dist');
mkdirSync(folder, { recursive: true });
await buildPackages();
for (const file of await packPackages(folder)) console.log(relative(root, file));
