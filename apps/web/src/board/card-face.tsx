import type { Card } from '@edgar-auto-shop/contract';
import { formatMoney } from '../format/money.ts';
import { formatTimes } from '../format/time.ts';
import { TechnicianName } from '../technicians/technician-name.tsx';
import { text } from '../text/text.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import type { Lateness } from './lateness.ts';

function Money({ card }: { card: Card }) {
  const due = Math.max(0, card.total_cents - card.paid_cents);
  if (card.status === 'no_show') return <span className="card-money">{formatMoney(card.total_cents)}</span>;
  if (due === 0) return <span className="card-money card-paid">{text.card.paid}</span>;
  return <span className="card-money">{text.card.due(formatMoney(due))}</span>;
}

function Late({ kind, minutes }: Lateness) {
  return <span className="mark">{kind === 'late' ? text.card.lateBy(minutes) : text.card.overBy(minutes)}</span>;
}

/** A small drawing in the foot of a card, with its meaning in words for those who point at it or don't see it. */
function Sign({ icon, label, className }: { icon: IconName; label: string; className?: string }) {
  return (
    <span className={`card-sign ${className ?? ''}`} title={label}>
      <Icon name={icon} size={14} />
      <span className="sr-only">{label}</span>
    </span>
  );
}

/** Everything on a card that is there to be read. */
export function CardFace({ card, lateness, timeZone }: { card: Card; lateness: Lateness | null; timeZone: string }) {
  const work = card.services
    .map((line) => (line.qty > 1 ? text.card.times(line.name, line.qty) : line.name))
    .join(', ');
  return (
    <>
      <span className="card-when tabular">
        <span className={lateness ? 'card-time card-time-late' : 'card-time'}>
          {formatTimes(card.appt_start, card.appt_end, timeZone)}
        </span>
        {lateness && <Late {...lateness} />}
      </span>
      <span className="card-customer">{card.customer_name}</span>
      <span className="card-vehicle">
        <span className="card-vehicle-name">{card.vehicle_info}</span>
        {card.license_plate && <span className="plate">{card.license_plate}</span>}
      </span>
      <span className="card-work">{work}</span>
      <span className="card-foot">
        <TechnicianName id={card.tech_id} name={card.tech_name} />
        {card.double_booked && <Sign icon="overlap" label={text.card.doubleBooked} className="card-sign-double" />}
        {card.notes && <Sign icon="note" label={text.card.hasNotes} />}
        <Money card={card} />
      </span>
    </>
  );
}
