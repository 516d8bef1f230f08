import type { Appointment, HistoryItem, PageOf } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import type { StoredLine } from '../../db/stored-card.ts';
import { isUuid } from '../../db/uuid.ts';
import { notFound } from '../../errors.ts';
import type { RequestContext } from '../../request-context.ts';
import { toCard, toLine } from '../board/board-state.ts';
import { likePattern, type PageQuery, pageBounds, pageOf, phoneDigits, readList } from '../records/page.ts';
import { asFound, type FoundCard, findCard } from './find-card.ts';
import { type AppointmentRow, countHistory, listAppointments as list, listHistory, searchCondition } from './sql.ts';

const asAppointment = ({ card, date, position }: FoundCard): Appointment => ({ ...toCard(card, position), date });

/** @throws ApiError `not_found`, also for a cancelled one */
export async function getAppointment(database: Database, ctx: RequestContext, id: string): Promise<Appointment> {
  const found = await database.read(ctx, (tx) => findCard(tx, ctx.shop.id, id));
  if (!found || found.cancelled) throw notFound('appointment');
  return asAppointment(found);
}

/** What appointments are looked for; fields that are absent do not matter. */
export interface AppointmentFilter extends PageQuery {
  date?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  status?: string | undefined;
  customer_id?: string | undefined;
  vehicle_id?: string | undefined;
  tech_id?: string | undefined;
  search?: string | undefined;
}

const CONDITIONS: [keyof AppointmentFilter, (n: number) => string][] = [
  ['date', (n) => `b.board_date = $${n}`],
  ['from', (n) => `b.board_date >= $${n}`],
  ['to', (n) => `b.board_date <= $${n}`],
  ['status', (n) => `b.status = $${n}`],
  ['customer_id', (n) => `b.customer_id = $${n}`],
  ['vehicle_id', (n) => `b.vehicle_id = $${n}`],
  ['tech_id', (n) => `b.tech_id = $${n}`],
];

/** Appointments that fit, latest start first, then by id. */
export async function listAppointments(
  database: Database,
  ctx: RequestContext,
  filter: AppointmentFilter,
): Promise<PageOf<Appointment>> {
  const values: unknown[] = [ctx.shop.id];
  const where: string[] = [];
  for (const [field, condition] of CONDITIONS) {
    const value = filter[field];
    if (value === undefined) continue;
    // A malformed id is that of nothing.
    if (field.endsWith('_id') && !isUuid(String(value))) return pageOf([], 0, filter);
    values.push(value);
    where.push(condition(values.length));
  }
  const pattern = likePattern(filter.search);
  if (pattern) {
    values.push(pattern, likePattern(phoneDigits(filter.search)));
    where.push(searchCondition(values.length - 1));
  }
  const { limit, offset } = pageBounds(filter);
  const [page, count] = list(where, values, limit, offset);
  return readList(database, ctx, filter, async (tx) => {
    const [rows, [counted]] = await Promise.all([tx.query<AppointmentRow>(page), tx.query<{ total: number }>(count)]);
    return pageOf(rows.map(asFound).map(asAppointment), counted?.total ?? 0, filter);
  });
}

/**
 * An appointment's history, newest first, one item a version; also of a cancelled one.
 *
 * @throws ApiError `not_found`
 */
export async function getHistory(
  database: Database,
  ctx: RequestContext,
  id: string,
  page: PageQuery,
): Promise<PageOf<HistoryItem>> {
  if (!isUuid(id)) throw notFound('appointment');
  const { limit, offset } = pageBounds(page);
  return database.read(ctx, async (tx) => {
    const [items, [counted]] = await Promise.all([
      tx.query<HistoryItem>(listHistory(ctx.shop.id, id, limit, offset)),
      tx.query<{ total: number }>(countHistory(ctx.shop.id, id)),
    ]);
    if (!counted) throw notFound('appointment');
    return pageOf(items.map(asShown), counted.total, page);
  });
}

function asShown(item: HistoryItem): HistoryItem {
  const { services, ...changes } = item.changes;
  if (!services) return item;
  const shown = (lines: unknown) => (lines as StoredLine[] | null)?.map(toLine) ?? null;
  return { ...item, changes: { ...changes, services: { from: shown(services.from), to: shown(services.to) } } };
}
