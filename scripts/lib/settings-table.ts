import { isAbsolute, relative } from 'node:path';
import { settings } from '../../apps/api/src/config.ts';

const BLOCK = /(<!-- settings: .*? -->\n)[\s\S]*?(<!-- \/settings -->)/;

/** README.md with its table written anew. */
export function withSettings(readme: string): string {
  const rows = Object.entries(settings).map(
    ([name, it]) => `| \`${name}\` | ${shown(it.fallback)} | ${it.description.replaceAll('|', '\\|')} |`,
  );
  const table = ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
  return readme.replace(BLOCK, (_all, begin: string, end: string) => `${begin}${table}\n${end}`);
}

function shown(fallback: unknown): string {
  const value = typeof fallback === 'function' ? fallback({ terminal: false }) : fallback;
  if (typeof value === 'string') return `\`${isAbsolute(value) ? `./${relative(process.cwd(), value)}` : value}\``;
  return typeof value === 'number' ? `\`${value}\`` : '';
}
