import { copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runCommand } from '../lib/run-command.ts';
import { type Manifest, publishedManifest } from './published-manifest.ts';

/** In the order in which they use each other. */
export const PACKAGES = ['contract', 'client', 'react'] as const;

/** Where a package is after it was built: a folder to be packed or published as it is. */
export const builtFolder = (name: string): string => join(root, 'packages', name, 'dist');

/** Makes what strangers install of the three packages: JavaScript, types, a package.json of its own, README and licence. */
export async function buildPackages(): Promise<void> {
  for (const name of PACKAGES) await buildPackage(name);
}

async function buildPackage(name: string): Promise<void> {
  const source = join(root, 'packages', name);
  const dist = builtFolder(name);
  rmSync(dist, { recursive: true, force: true });
  const compiled = await runCommand(['tsc', '--project', join(source, 'tsconfig.build.json'), '--pretty', 'false']);
  if (compiled.code !== 0) throw new Error(`${name} does not compile:\n${compiled.output}`);
  for (const file of globSync('**/*.d.ts', { cwd: dist })) {
    const path = join(dist, file);
    writeFileSync(path, withBuiltPaths(readFileSync(path, 'utf8')));
  }
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest;
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
  copyFileSync(join(source, 'README.md'), join(dist, 'README.md'));
  copyFileSync(join(root, 'LICENSE'), join(dist, 'LICENSE'));
}

/** The compiler turns `./x.ts` into `./x.js` in JavaScript, but leaves it in types. */
function withBuiltPaths(types: string): string {
  return types.replace(/(from |import\()(["'])(\.{1,2}\/[^"']+)\.tsx?\2/g, '$1$2$3.js$2');
}
