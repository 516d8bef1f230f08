import { apiPlaceOf, isTestCode } from './places.ts';
import type { Rule, SourceFile, Violation } from './source-tree.ts';

// SQL keywords are written all small or all capital, so "Select a customer from the list" is English and not a query.
const STATEMENTS = [
  /^select\s+[\s\S]*\bfrom\b/,
  /^select\s+[\w.]+\(/,
  /^insert\s+into\b/,
  /^update\s+\S+\s+set\b/,
  /^delete\s+from\b/,
  /^with\s+(recursive\s+)?\w+\s*(\([^)]*\)\s*)?as\s*(not\s+)?(materialized\s*)?\(/,
  /^(create|alter|drop|truncate)\s+(table|index|role|policy|view|database|schema)\b/,
  /^(begin|commit|rollback|savepoint\s+\w+)\s*;?$/,
];

function isSql(text: string): boolean {
  const trimmed = text.trim();
  const words = /^[A-Z]{4,}\b/.test(trimmed) ? trimmed.toLowerCase() : trimmed;
  return STATEMENTS.some((statement) => statement.test(words));
}

const ALL_COLUMNS = /\b(select|returning)\s+(\w+\.)?\*/i;

export const sqlPlaces: Rule = {
  name: 'only sql.ts and db/ hold SQL',
  check: (tree) =>
    tree.files.flatMap((file) => {
      const place = apiPlaceOf(file.path);
      if (place === null || place.layer === 'sql' || place.layer === 'db' || isTestCode(file.path)) return [];
      const message = 'SQL outside sql.ts and src/db/. Give it a name there and call that.';
      return file.strings.filter((it) => isSql(it.text)).map((it) => ({ path: file.path, line: it.line, message }));
    }),
};

export const noSelectStar: Rule = {
  name: 'SQL names its columns',
  check: (tree) => {
    const message = 'Name the columns: with "*" a new column changes answers nobody looked at.';
    return tree.files.flatMap((file) =>
      isTestCode(file.path) ? [] : starLines(file).map((line) => ({ path: file.path, line, message })),
    );
  },
};

function starLines(file: SourceFile): number[] {
  if (file.path.endsWith('.sql')) {
    const lines = file.text.split('\n').map((line) => line.replace(/--.*$/, ''));
    return lines.flatMap((line, index) => (ALL_COLUMNS.test(line) ? [index + 1] : []));
  }
  return file.strings.filter((it) => ALL_COLUMNS.test(it.text)).map((it) => it.line);
}

export const environment: Rule = {
  name: 'only config.ts reads the environment',
  check: (tree) =>
    tree.files.flatMap((file): Violation[] => {
      const allowed =
        file.path === 'apps/api/src/config.ts' || /^(scripts|perf)\//.test(file.path) || isTestCode(file.path);
      if (allowed) return [];
      const message = 'Reads process.env. Describe the variable in apps/api/src/config.ts and pass in its value.';
      return file.environmentReads.map((line) => ({ path: file.path, line, message }));
    }),
};
