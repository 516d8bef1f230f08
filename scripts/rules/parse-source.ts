import { posix } from 'node:path';
import { type CallExpression, type Expression, parseSync, Visitor } from 'oxc-parser';

/** A piece of a file and the line it starts on, counted from 1. */
export interface Located {
  readonly text: string;
  readonly line: number;
}

export interface Import extends Located {
  /** `text` as written; this is the file it means, from the root of the repository, or null for a package. */
  readonly file: string | null;
}

/** A call like `test.skip('title', …)`: the dotted name of what is called, and how its arguments look. */
export interface MemberCall extends Located {
  readonly argumentKinds: readonly ('string' | 'other')[];
}

export interface Facts {
  readonly imports: readonly Import[];
  /** String and template literals; a template's holes read `?`. */
  readonly strings: readonly Located[];
  readonly environmentReads: readonly number[];
  readonly memberCalls: readonly MemberCall[];
  /** The file says nothing of its own: every statement hands on another file's exports. */
  readonly onlyReExports: boolean;
}

const NOTHING: Facts = { imports: [], strings: [], environmentReads: [], memberCalls: [], onlyReExports: false };

/** Reads what the rules need from one source file. What cannot be parsed is the type checker's to report. */
export function parseSource(path: string, text: string): Facts {
  if (!/\.(ts|tsx|js|mjs)$/.test(path)) return NOTHING;
  const { program, module } = parseSync(path, text);
  const lineAt = lineFinder(text);
  const strings: Located[] = [];
  const environmentReads: number[] = [];
  const memberCalls: MemberCall[] = [];

  new Visitor({
    Literal: (node) => {
      if (typeof node.value === 'string') strings.push({ text: node.value, line: lineAt(node.start) });
    },
    TemplateLiteral: (node) => {
      strings.push({ text: node.quasis.map((part) => part.value.raw).join('?'), line: lineAt(node.start) });
    },
    MemberExpression: (node) => {
      if (dottedName(node) === 'process.env') environmentReads.push(lineAt(node.start));
    },
    ImportDeclaration: (node) => {
      const names = node.specifiers.map((it) =>
        it.type === 'ImportSpecifier' ? text.slice(it.imported.start, it.imported.end) : '',
      );
      if (/^(node:)?process$/.test(node.source.value) && names.includes('env'))
        environmentReads.push(lineAt(node.start));
    },
    CallExpression: (node) => {
      const name = dottedName(node.callee);
      if (name.includes('.')) memberCalls.push({ text: name, line: lineAt(node.start), argumentKinds: kinds(node) });
    },
  }).visit(program);

  const requests = [
    ...module.staticImports.map((it) => it.moduleRequest),
    ...module.staticExports.flatMap((it) => it.entries.flatMap((entry) => entry.moduleRequest ?? [])),
    ...module.dynamicImports.map((it) => ({
      ...it.moduleRequest,
      value: unquote(text.slice(it.moduleRequest.start, it.moduleRequest.end)),
    })),
  ];
  const unique = new Map(requests.map((it) => [it.start, it]));
  const imports = [...unique.values()].map((it) => ({
    text: it.value,
    line: lineAt(it.start),
    file: fileOf(path, it.value),
  }));
  const reExports = program.body.filter(
    (it) => it.type === 'ExportAllDeclaration' || (it.type === 'ExportNamedDeclaration' && it.source),
  );
  return {
    imports,
    strings,
    environmentReads,
    memberCalls,
    onlyReExports: reExports.length > 0 && reExports.length === program.body.length,
  };
}

/** `a.b.c` for a chain of plain members, also through calls in the middle (`test.each(rows).only`); '' for the rest. */
function dottedName(node: Expression | CallExpression['callee']): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'CallExpression') return dottedName(node.callee);
  if (node.type !== 'MemberExpression') return '';
  const object = dottedName(node.object);
  const property = node.computed ? literalName(node.property) : node.property.name;
  return object && property ? `${object}.${property}` : '';
}

const literalName = (node: Expression) => (node.type === 'Literal' && typeof node.value === 'string' ? node.value : '');
const unquote = (text: string) => text.replace(/^(['"`])(.*)\1$/s, '$2');

const kinds = (call: CallExpression) =>
  call.arguments.map((it) =>
    it.type === 'TemplateLiteral' || (it.type === 'Literal' && typeof it.value === 'string') ? 'string' : 'other',
  );

const fileOf = (from: string, specifier: string) =>
  specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : null;

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
