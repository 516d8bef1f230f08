/** A package.json, as far as the packages that strangers install need one. */
export interface Manifest {
  name: string;
  version: string;
  description?: string;
  exports: Record<string, string>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  [field: string]: unknown;
}

interface PublishedManifest extends Omit<Manifest, 'exports'> {
  exports: Record<string, string | { types: string; default: string }>;
}

/** What is for the workshop only. */
const KEPT_HERE = ['private', 'scripts', 'devDependencies', 'publishConfig'];

/**
 * The package.json that goes into the built package: here `exports` point at the sources, which run as they are; there they point at
 * what was made from them.
 *
 * @throws Error where an entry is not a source, for then nothing was made from it
 */
export function publishedManifest(source: Manifest): PublishedManifest {
  const kept = Object.fromEntries(Object.entries(source).filter(([field]) => !KEPT_HERE.includes(field))) as Manifest;
  const entries = Object.entries(source.exports).map(([name, path]) => {
    const built = /^\.\/src\/(.+)\.tsx?$/.exec(path)?.[1];
    if (!built) throw new Error(`${source.name}: the entry ${name} is ${path}, which is no source in ./src`);
    return [name, { types: `./${built}.d.ts`, default: `./${built}.js` }] as const;
  });
  return { ...kept, exports: { ...Object.fromEntries(entries), './package.json': './package.json' } };
}
