/** The rooms of the house; ARCHITECTURE.md draws them. */
export type Workspace =
  | 'contract'
  | 'client'
  | 'react'
  | 'testing'
  | 'api'
  | 'web'
  | 'docs'
  | 'infra'
  | 'ops'
  | 'perf'
  | 'scripts'
  | 'root';

export type ApiLayer = 'entry' | 'app' | 'routes' | 'use case' | 'sql' | 'http' | 'db' | 'config' | 'shared';

export interface ApiPlace {
  readonly layer: ApiLayer;
  /** The noun, for files under `src/modules/`. */
  readonly module: string | null;
}

const SCOPE = '@edgar-auto-shop/';

export function workspaceOf(path: string): Workspace {
  const [top, second] = path.split('/');
  if (top === 'packages' || top === 'apps') return second as Workspace;
  return top === 'infra' || top === 'ops' || top === 'perf' || top === 'scripts' ? top : 'root';
}

/** `@edgar-auto-shop/contract/schemas` → `contract`; null for packages that are not ours. */
export function workspaceOfPackage(specifier: string): Workspace | null {
  return specifier.startsWith(SCOPE) ? ((specifier.slice(SCOPE.length).split('/')[0] ?? '') as Workspace) : null;
}

/** Tests, what only tests use, and the configuration of tools: none of it runs in a shop. */
export function isTestCode(path: string): boolean {
  return (
    /\.(test|spec)\.tsx?$/.test(path) ||
    /\/(test|tests|e2e)\//.test(path) ||
    /\.config\.(ts|js|mjs)$/.test(path) ||
    path.startsWith('packages/testing/')
  );
}

/** Where a file of the server stands, or null for files outside `apps/api/src`. */
export function apiPlaceOf(path: string): ApiPlace | null {
  const inside = /^apps\/api\/src\/(.+)$/.exec(path)?.[1];
  if (inside === undefined) return null;
  const [top, noun] = inside.split('/');
  if (top === 'modules') return { layer: moduleLayer(inside), module: noun ?? '' };
  if (top === 'entry' || top === 'http' || top === 'db') return { layer: top, module: null };
  if (inside === 'app.ts') return { layer: 'app', module: null };
  if (inside === 'config.ts') return { layer: 'config', module: null };
  return { layer: 'shared', module: null };
}

// A module that outgrows one file may split: `board-routes.ts` beside `routes.ts`, `board-sql.ts` beside `sql.ts`.
function moduleLayer(path: string): ApiLayer {
  if (/[/-]routes\.ts$/.test(path)) return 'routes';
  return /[/-]sql\.ts$/.test(path) ? 'sql' : 'use case';
}
