import { isParked } from '@edgar-auto-shop/client/outbox';
import type { StatusBoard } from '@edgar-auto-shop/react';
import { useQuery } from '@tanstack/react-query';
import { client } from '../api/client.ts';
import { waitingIn } from '../outbox/waiting.ts';
import { TechnicianFilter } from '../technicians/technician-filter.tsx';
import { text } from '../text/text.ts';
import { toggleTheme, useTheme } from '../theme/theme.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { ConnectionBadge, ConnectionBar } from './connection-badge.tsx';
import { DateNav } from './date-nav.tsx';
import { StatsBar } from './stats-bar.tsx';
import './board-header.css';

interface Props {
  status: StatusBoard;
  date: string;
  today: string;
  techId: string | undefined;
  onDate: (date: string) => void;
  onTech: (id?: string) => void;
  onNew: () => void;
  onShortcuts: () => void;
  onOutbox: () => void;
}

export function BoardHeader({ status, date, today, techId, onDate, onTech, onNew, onShortcuts, onOutbox }: Props) {
  const theme = useTheme();
  // It never changes while the page is open.
  const shop = useQuery({
    queryKey: ['shop'],
    queryFn: ({ signal }) => client.fetchShop({ signal }),
    staleTime: Infinity,
  });
  const parked = status.pending.filter((it) => isParked(it) && !it.follows).length;
  const waiting = waitingIn(status.pending).length;
  return (
    <header className="header">
      <div className="header-main">
        <h1 className="shop">
          <img className="shop-mark" src="/icon.svg" alt="" width={28} height={28} />
          <span className="shop-name">{shop.data?.name ?? text.shopName}</span>
        </h1>
        <DateNav date={date} today={today} onChange={onDate} />
        <div className="header-tools">
          <ConnectionBadge connection={status.connection} hasBoard={status.board !== null} />
          <IconButton icon="keyboard" className="only-desk" label={text.header.shortcuts} onClick={onShortcuts} />
          <IconButton
            icon={theme === 'dark' ? 'sun' : 'moon'}
            label={theme === 'dark' ? text.header.toLight : text.header.toDark}
            onClick={toggleTheme}
          />
          <Button look="primary" icon="plus" className="new-button" disabled={!status.board} onClick={onNew}>
            <span className="new-button-words">{text.header.newAppointment}</span>
          </Button>
        </div>
      </div>
      <div className="header-sub">
        <StatsBar stats={status.stats} filtered={techId !== undefined} />
        <TechnicianFilter value={techId} onChange={onTech} />
      </div>
      <ConnectionBar
        connection={status.connection}
        timeZone={status.board?.time_zone}
        waiting={waiting}
        parked={parked}
        onOutbox={onOutbox}
        onRetry={() => void status.refresh()}
      />
    </header>
  );
}
