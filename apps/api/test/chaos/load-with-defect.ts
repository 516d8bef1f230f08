// `node --import 'load-with-defect.ts?DEFECT' server.ts` runs the server with a seeded bug: the texts of its modules are
// changed while they are loaded, so that the product itself holds no switch for defects. Each change is announced on
// standard error, because a defect that was not there proves nothing.
import { registerHooks } from 'node:module';
import type { Defect } from './defect.ts';

const defect = JSON.parse(decodeURIComponent(new URL(import.meta.url).search.slice(1))) as Defect;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const changes = defect.changes.filter(({ file }) => new URL(url).pathname.endsWith(`/apps/api/${file}`));
    if (changes.length === 0) return loaded;
    let text = String(loaded.source);
    for (const { file, from, to } of changes) {
      if (text.split(from).length !== 2)
        throw new Error(`${file} does not hold this once, let the defect follow:\n${from}`);
      text = text.replace(from, () => to);
      console.error(`seeded bug in ${file}: ${from}`);
    }
    return { ...loaded, source: text };
  },
});
