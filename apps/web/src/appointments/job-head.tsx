import { type Card, TRANSITIONS } from '@edgar-auto-shop/contract';
import { formatMoment } from '../format/time.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

interface Props {
  card: Card;
  timeZone: string;
  onMove: (to: Card['status']) => void;
}

/** What a job is about, and where it can go from here. */
export function JobHead({ card, timeZone, onMove }: Props) {
  const { customer_phone: phone, check_in_at, check_out_at } = card;
  return (
    <div className="job-head">
      <p className="job-vehicle">
        {card.vehicle_info}
        {card.license_plate && <span className="plate">{card.license_plate}</span>}
      </p>
      {phone && (
        <a className="job-phone tabular" href={`tel:${phone.replace(/[^\d+]/g, '')}`} aria-label={text.job.call(phone)}>
          <Icon name="phone" size={14} />
          {phone}
        </a>
      )}
      <div className={`job-status column-${card.status}`}>
        <span className="column-dot" />
        {text.status[card.status]}
        <span className="job-moves">
          {TRANSITIONS[card.status].map((to) => (
            <Button key={to} onClick={() => onMove(to)}>
              <Icon name="right" size={12} />
              {text.status[to]}
            </Button>
          ))}
        </span>
      </div>
      {check_in_at && <p className="job-stamp tabular">{text.job.checkedIn(formatMoment(check_in_at, timeZone))}</p>}
      {check_out_at && <p className="job-stamp tabular">{text.job.checkedOut(formatMoment(check_out_at, timeZone))}</p>}
    </div>
  );
}
