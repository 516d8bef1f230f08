import type { Client } from 'pg';
import type { Statement } from '../../../apps/api/src/db/database.ts';

/** A step of a plan, as `EXPLAIN (FORMAT JSON)` tells it. */
interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: Node[];
}

/** How a statement reaches a table's rows. */
export interface Access {
  /** The table, or the index. */
  what: string;
  how: 'reads the whole table' | 'reads all rows of a shop' | 'by key';
}

/** Tables that get longer for as long as people work, or with every shop. */
const GROWING =
  /^(appointments|events|board_changes|boards|unchanged_answers|customers|vehicles|technicians|services|shops)/;

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

function accessOf(node: Node): Access | null {
  const what = node['Relation Name'] ?? node['Index Name'] ?? '';
  if (!GROWING.test(what)) return null;
  if (/Seq Scan|Sample Scan/.test(node['Node Type'])) return { what, how: 'reads the whole table' };
  if (!/Index/.test(node['Node Type'])) return null;
  const columns = [
    ...(node['Index Cond'] ?? '').matchAll(/\(?(?:\w+\.)?(\w+|lower\(\w+\))(?:\)?::\w+)? (?:=|<|>|<=|>=) /g),
  ];
  const beyondShop = columns.some(([, column]) => column !== 'shop_id');
  return { what: node['Index Name'] ?? what, how: beyondShop ? 'by key' : 'reads all rows of a shop' };
}

/** Of both plans that PostgreSQL may keep for a prepared statement: for these values, and for any. */
export async function plansOf(client: Client, { text, values }: Statement): Promise<Access[]> {
  const custom = await explain(client, 'explain (format json)', text, values);
  const generic = await explain(client, 'explain (format json, generic_plan)', text);
  return [...custom, ...generic].flatMap((node) => accessOf(node) ?? []);
}

async function explain(client: Client, how: string, text: string, values?: unknown[]): Promise<Node[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Node }[] }>(`${how} ${text}`, values);
  return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => nodesOf(Plan)));
}

/** Sequential scans that the transaction has made so far, by table: those inside of functions are seen nowhere else. */
export async function scansOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select relname as name from pg_stat_xact_user_tables where seq_scan > 0 and schemaname = 'public'",
  );
  return rows.map(({ name }) => name).filter((name) => GROWING.test(name));
}
