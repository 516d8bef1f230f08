import type { Stats } from '@edgar-auto-shop/contract';
import { formatMoney } from '../format/money.ts';
import { text } from '../text/text.ts';

function Stat({ name, value, hint }: { name: string; value: string; hint?: string }) {
  return (
    <div className="stat" title={hint}>
      <dt>{name}</dt>
      <dd className="tabular">{value}</dd>
    </div>
  );
}

/** The day of the whole shop; where the board shows one technician’s jobs only, that is said. */
export function StatsBar({ stats, filtered }: { stats: Stats | null; filtered: boolean }) {
  const { jobs, onSite, unpaid, revenue, onSiteHint, unpaidHint, revenueHint, label, wholeShop } = text.stats;
  const shown = (value: string | undefined) => value ?? '–';
  return (
    <div className="stats-of">
      {filtered && <span className="stats-scope">{wholeShop}</span>}
      <dl className="stats" aria-label={filtered ? `${label}, ${wholeShop}` : label}>
        <Stat name={jobs} value={shown(stats?.jobsToday.toString())} />
        <Stat name={onSite} value={shown(stats?.onPrem.toString())} hint={onSiteHint} />
        <Stat name={unpaid} value={shown(stats ? formatMoney(stats.unpaidTotalCents) : undefined)} hint={unpaidHint} />
        <Stat name={revenue} value={shown(stats ? formatMoney(stats.revenueCents) : undefined)} hint={revenueHint} />
      </dl>
    </div>
  );
}
