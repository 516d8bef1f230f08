import { join } from 'node:path';
import { runCommand } from '../lib/run-command.ts';
import { builtFolder, PACKAGES } from './build-packages.ts';

/** Packs what was built, and answers the paths of the archives in the order of the packages. */
export async function packPackages(folder: string): Promise<string[]> {
  const packed = await runCommand([
    'npm',
    'pack',
    '--json',
    '--loglevel=error',
    '--pack-destination',
    folder,
    ...PACKAGES.map(builtFolder),
  ]);
  if (packed.code !== 0) throw new Error(`npm pack failed:\n${packed.output}`);
  const list = JSON.parse(packed.output.slice(packed.output.indexOf('['))) as { filename: string }[];
  return list.map(({ filename }) => join(folder, filename));
}
