import type { Import } from './parse-source.ts';
import { isTestCode, type Workspace, workspaceOf, workspaceOfPackage } from './places.ts';
import type { Rule, SourceFile, SourceTree, Violation } from './source-tree.ts';

// contract ← client ← react ← web, and contract ← api. What stands on the right may import what stands on its left.
const MAY_IMPORT: Record<Workspace, readonly Workspace[]> = {
  contract: [],
  client: ['contract'],
  react: ['contract', 'client'],
  web: ['contract', 'client', 'react'],
  docs: ['contract', 'client', 'react'],
  api: ['contract'],
  ops: ['contract', 'client'],
  infra: [],
  testing: ['contract', 'client', 'api'],
  perf: ['contract', 'client', 'api', 'testing', 'scripts'],
  scripts: ['contract', 'api'],
  root: ['scripts'],
};

/** Calls `judge` with every import of every file and collects what it answers. */
export function eachImport(
  tree: SourceTree,
  judge: (file: SourceFile, imported: Import) => string | null,
): Violation[] {
  return tree.files.flatMap((file) =>
    file.imports.flatMap((imported) => {
      const message = judge(file, imported);
      return message === null ? [] : [{ path: file.path, line: imported.line, message }];
    }),
  );
}

export const workspaceOrder: Rule = {
  name: 'workspaces import one way',
  check: (tree) =>
    eachImport(tree, (file, imported) => {
      const from = workspaceOf(file.path);
      const to = imported.file === null ? workspaceOfPackage(imported.text) : workspaceOf(imported.file);
      if (to === null || to === from || isTestCode(file.path) || MAY_IMPORT[from].includes(to)) return null;
      const allowed = MAY_IMPORT[from].join(', ') || 'no other workspace';
      return `${from} may import ${allowed}, not ${to}. Move what both need into packages/contract.`;
    }),
};

export const packagesByName: Rule = {
  name: 'packages are imported by name',
  check: (tree) =>
    eachImport(tree, (file, imported) => {
      if (imported.file === null || !imported.file.startsWith('packages/')) return null;
      const to = workspaceOf(imported.file);
      if (to === workspaceOf(file.path)) return null;
      return `Reaches into another package's files. Import @edgar-auto-shop/${to}, and export there what is missing.`;
    }),
};

export const noTestCode: Rule = {
  name: 'what runs in a shop imports no test code',
  check: (tree) =>
    eachImport(tree, (file, imported) => {
      if (isTestCode(file.path) || workspaceOf(file.path) === 'perf') return null;
      const isTest =
        imported.file === null ? workspaceOfPackage(imported.text) === 'testing' : isTestCode(imported.file);
      return isTest
        ? 'Imports test code. Move what is needed into the source, and let the test import it from there.'
        : null;
    }),
};

export const webParts: Rule = {
  name: 'web/src/ui imports no feature',
  check: (tree) =>
    eachImport(tree, (file, imported) => {
      if (!file.path.startsWith('apps/web/src/ui/') || imported.file === null) return null;
      if (/^apps\/web\/src\/(ui|text|format|theme|route)\//.test(imported.file)) return null;
      return 'The parts in ui/ know no feature. Pass what this one needs as a property.';
    }),
};
