import type { HistoryItem, Technician } from '@edgar-auto-shop/contract';
import { formatMoney } from '../format/money.ts';
import { formatMoment } from '../format/time.ts';
import { text } from '../text/text.ts';

export interface Facts {
  timeZone: string;
  technicians: readonly Technician[];
}

/** What is told, in the order of the telling. The rest is the headline's, or follows from these. */
const TOLD = ['appt_start', 'appt_end', 'tech_id', 'services', 'paid_cents', 'notes'] as const;

type Told = (typeof TOLD)[number];

function listed(value: readonly unknown[]): string {
  const name = (it: unknown) => {
    if (typeof it !== 'object' || it === null) return String(it);
    const line = it as { name?: string; code?: string; qty?: number };
    const what = line.name ?? line.code ?? '';
    return line.qty && line.qty > 1 ? text.card.times(what, line.qty) : what;
  };
  return value.map(name).join(', ');
}

/** A value of a field as one would say it; nothing where there is none. */
export function inWords(field: string, value: unknown, { timeZone, technicians }: Facts): string {
  if (value === null || value === undefined || value === '') return '';
  if (field === 'tech_id') return technicians.find((it) => it.id === value)?.name ?? String(value);
  if (field.endsWith('_cents') && typeof value === 'number') return formatMoney(value);
  if ((field === 'appt_start' || field === 'appt_end') && typeof value === 'string')
    return formatMoment(value, timeZone);
  return Array.isArray(value) ? listed(value) : String(value);
}

/** What happened, as one would tell it. */
export function headline(item: HistoryItem): string {
  const { type, from_status: from, to_status: to, from_position, to_position } = item;
  const say = text.history;
  if (type === 'moved' && from && to) return say.moved(text.status[from], text.status[to]);
  if (type === 'moved' && to) return say.movedTo(text.status[to]);
  if (type === 'reordered' && from_position !== null && to_position !== null)
    return say.reordered(from_position + 1, to_position + 1);
  const { cancelled } = item.changes;
  if (type === 'undone' && cancelled) return cancelled.to === true ? say.cancelledAgain : say.cancellationUndone;
  if (type === 'undone' && to && to !== from) return say.undoneTo(text.status[to]);
  return say.changed[type];
}

/** The fields that changed with it, each a short sentence. */
export function details(item: HistoryItem, facts: Facts): string[] {
  if (item.type === 'created' || item.type === 'cancelled') return [];
  return TOLD.flatMap((field) => {
    const change = item.changes[field];
    return change ? [sentence(field, change, facts)] : [];
  });
}

function sentence(field: Told, { from, to }: { from: unknown; to: unknown }, facts: Facts): string {
  const name = text.history.fields[field];
  const before = inWords(field, from, facts);
  const after = inWords(field, to, facts);
  if (!after) return text.history.cleared(name);
  return before && field !== 'notes' ? text.history.change(name, before, after) : text.history.set(name, after);
}
