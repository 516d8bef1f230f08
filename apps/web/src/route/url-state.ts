import { useSyncExternalStore } from 'react';
import { isCalendarDay } from './calendar-day.ts';

/** What the address says: which day, and what is open. Reloading, sharing and the back button come with it. */
export interface UrlState {
  /** None: today, also after midnight. */
  date: string | undefined;
  /** The appointment whose drawer is open. */
  job: string | undefined;
  tech: string | undefined;
  /** `1` while a new appointment is being put together. */
  new: '1' | undefined;
}

/** What the browser keeps with each entry of its history. */
interface Entry {
  /** Its place in the history, counted from where this page was entered. */
  at: number;
  /** The address it was reached from. */
  from?: string;
}

interface Shown {
  search: string;
  state: UrlState;
  at: number;
}

/** Asked before the back button takes something away: true keeps it. */
type Guard = () => boolean;

const listeners = new Set<() => void>();
const guards = new Set<Guard>();
let shown: Shown | undefined;
/** On the way back to the entry before, whose address is shown already. */
let returning = false;

const entry = (): Partial<Entry> => (window.history.state as Partial<Entry> | null) ?? {};

function parse(search: string): UrlState {
  const query = new URLSearchParams(search);
  const date = query.get('date');
  const job = query.get('job') || undefined;
  return {
    date: isCalendarDay(date) ? date : undefined,
    job,
    tech: query.get('tech') || undefined,
    new: query.get('new') === '1' && !job ? '1' : undefined,
  };
}

function searchOf(state: UrlState): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) if (value) query.set(name, value);
  return query.size > 0 ? `?${query}` : '';
}

const addressOf = (search: string): string => `${window.location.pathname}${search}`;

/** Takes over what the browser's address says, tidied where it names a day that there isn't. */
function take(): Shown {
  const { at = 0, from } = entry();
  const state = parse(window.location.search);
  const given = new URLSearchParams(window.location.search).get('date');
  const search = given && !state.date ? searchOf(state) : window.location.search;
  const kept: Entry = { at, ...(from === undefined ? {} : { from }) };
  window.history.replaceState(kept, '', addressOf(search));
  shown = { search, state, at };
  return shown;
}

const current = (): Shown => shown ?? take();

function push(from: string, { search, at }: Shown): void {
  window.history.pushState({ at, from } satisfies Entry, '', addressOf(search));
}

function arrive(): void {
  const before = current();
  if (returning) {
    returning = false;
    // Something else was opened on the way.
    if (window.location.search !== before.search) {
      before.at += 1;
      push(window.location.search, before);
    }
    return;
  }
  if (window.location.search === before.search) {
    before.at = entry().at ?? before.at;
    return;
  }
  if ([...guards].some((keeps) => keeps())) {
    const { at } = entry();
    if (at !== undefined && at !== before.at) window.history.go(before.at - at);
    else push(window.location.search, before);
    return;
  }
  take();
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('popstate', arrive);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('popstate', arrive);
  };
}

export const useUrlState = (): UrlState => useSyncExternalStore(subscribe, () => current().state);

/** Has a say before the back button changes what is shown. */
export function guardBack(guard: Guard): () => void {
  guards.add(guard);
  return () => {
    guards.delete(guard);
  };
}

/**
 * Changes the address; what is undefined is taken out of it. Opening something makes an entry of the history, and closing it
 * goes back to the entry before, so that the back button never opens again what was closed.
 */
export function setUrlState(change: Partial<UrlState>, how: 'push' | 'replace' = 'push'): void {
  const before = current();
  const state = { ...before.state, ...change };
  const search = searchOf(state);
  if (search === before.search) return;
  const closes = (before.state.job && !state.job) || (before.state.new && !state.new);
  if (returning) {
    shown = { search, state, at: before.at };
  } else if (closes && entry().from === search) {
    returning = true;
    shown = { search, state, at: before.at - 1 };
    window.history.back();
  } else if (closes || how === 'replace') {
    shown = { search, state, at: before.at };
    window.history.replaceState(window.history.state, '', addressOf(search));
  } else {
    shown = { search, state, at: before.at + 1 };
    push(before.search, shown);
  }
  tell();
}
