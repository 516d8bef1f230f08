import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/** What a browser would load of some modules. */
export interface Bundle {
  /** Bytes, minified and with gzip -9. */
  size: number;
  /** Every file that went into it. */
  modules: string[];
}

/**
 * Bundles everything that the named modules export, as a production build does. React is not counted: who uses a hook has it.
 *
 * @param folder where the modules are installed
 */
export async function bundleOf(folder: string, ...names: string[]): Promise<Bundle> {
  const input = join(folder, `entry-${names.join('-').replace(/\W+/g, '-')}.js`);
  writeFileSync(input, names.map((name, i) => `export * as part${i} from '${name}';\n`).join(''));
  const build = await rolldown({ input, external: /^react($|\/)/, platform: 'browser', logLevel: 'silent' });
  const { output } = await build.generate({ format: 'esm', minify: true });
  await build.close();
  const chunks = output.filter((it) => it.type === 'chunk');
  return {
    size: gzipSync(chunks.map((chunk) => chunk.code).join(''), { level: 9 }).length,
    modules: chunks.flatMap((chunk) => chunk.moduleIds),
  };
}

/** The code that is left of importing a module for nothing: none, where importing it has no side effects. */
export async function leftOf(folder: string, name: string): Promise<string> {
  const input = join(folder, 'bare-import.js');
  writeFileSync(input, `import '${name}';\n`);
  const build = await rolldown({ input, external: /^react($|\/)/, logLevel: 'silent' });
  const { output } = await build.generate({ format: 'esm' });
  await build.close();
  return output[0].code.replace(/^\/\/.*$/gm, '').trim();
}
