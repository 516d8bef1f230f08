// `node --import 'load-with-defect.ts?CHANGES' program.ts` runs a program with a seeded bug: texts are changed while they are
// loaded, so that the product itself holds no switch for defects. Each change is announced on standard error, because a
// defect that was not there proves nothing.
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { announcement, applyChange, pathOf, type TextChange } from './defect.ts';

const changes = JSON.parse(decodeURIComponent(new URL(import.meta.url).search.slice(1))) as TextChange[];
const byPath = Map.groupBy(changes, pathOf);

function change(path: string, text: string): string {
  let changed = text;
  for (const one of byPath.get(path) ?? []) {
    changed = applyChange(changed, one);
    console.error(announcement(one));
  }
  return changed;
}

// Migrations are no modules: they are changed where they are read.
const READ: TextChange = {
  file: 'src/db/migrate.ts',
  from: "await readFile(new URL(file, FOLDER), 'utf8')",
  to: "globalThis.seededMigration(file, await readFile(new URL(file, FOLDER), 'utf8'))",
};
const MIGRATE = pathOf(READ);
Object.assign(globalThis, {
  seededMigration: (file: string, text: string) => change(pathOf({ file: `migrations/${file}` }), text),
});

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.startsWith('file:')) return loaded;
    const path = fileURLToPath(url);
    if (!byPath.has(path) && path !== MIGRATE) return loaded;
    const text = path === MIGRATE ? applyChange(String(loaded.source), READ) : String(loaded.source);
    return { ...loaded, source: change(path, text) };
  },
});
