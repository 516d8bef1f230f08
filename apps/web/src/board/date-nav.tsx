import { addDays } from '@edgar-auto-shop/contract';
import { useRef } from 'react';
import { formatDay, formatLongDay } from '../format/time.ts';
import { text } from '../text/text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

interface Props {
  date: string;
  today: string;
  onChange: (date: string) => void;
}

/** The day shown, with its neighbours, today, and the browser's own date picker behind the name of the day. */
export function DateNav({ date, today, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="date-nav">
      <IconButton icon="left" label={text.header.previousDay} onClick={() => onChange(addDays(date, -1))} />
      <div className="date-pick">
        <button
          type="button"
          className="date-name"
          title={formatLongDay(date)}
          onClick={() => input.current?.showPicker()}
        >
          <Icon name="calendar" />
          <span className="tabular">{formatDay(date, today)}</span>
          <span className="sr-only">{text.header.pickDate}</span>
        </button>
        <input
          ref={input}
          type="date"
          className="date-input"
          aria-label={text.header.date}
          tabIndex={-1}
          value={date}
          min="1970-01-01"
          max="2199-12-31"
          onChange={(event) => event.target.value && onChange(event.target.value)}
        />
      </div>
      <IconButton icon="right" label={text.header.nextDay} onClick={() => onChange(addDays(date, 1))} />
      <Button className="date-today" disabled={date === today} onClick={() => onChange(today)}>
        {text.header.today}
      </Button>
    </div>
  );
}
