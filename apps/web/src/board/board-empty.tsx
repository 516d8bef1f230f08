import { useMutation, useQuery } from '@tanstack/react-query';
import { client } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { formatLongDay } from '../format/time.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import './board-states.css';

/** Fills today with examples. Offered to a shop that has nothing yet, and to no other. */
function DemoOffer({ onLoaded }: { onLoaded: (date: string) => void }) {
  const shop = useQuery({
    queryKey: ['empty shop'],
    queryFn: async ({ signal }) => {
      const one = { page_size: 1 };
      const lists = [client.listCustomers, client.listServices, client.listTechnicians];
      const pages = await Promise.all(lists.map((list) => list(one, { signal })));
      return pages.every((page) => page.total === 0);
    },
  });
  const load = useMutation({
    mutationFn: () => client.loadDemoDay(),
    onSuccess: async ({ date }) => {
      await queryClient.invalidateQueries();
      onLoaded(date);
    },
  });
  if (shop.data !== true) return null;
  return (
    <div className="demo-offer">
      <p>{text.board.demoBody}</p>
      <Button disabled={load.isPending} onClick={() => load.mutate()}>
        {load.isPending ? text.board.demoLoading : text.board.demo}
      </Button>
      {load.isError && (
        <p className="demo-failed" role="alert">
          {text.board.demoFailed}
        </p>
      )}
    </div>
  );
}

interface Props {
  date: string;
  onNew: () => void;
  onDemo: (date: string) => void;
}

export function BoardEmpty({ date, onNew, onDemo }: Props) {
  return (
    <div className="board-state board-empty">
      <span className="board-state-mark">
        <Icon name="calendar" size={28} />
      </span>
      <h2>{text.board.emptyTitle(formatLongDay(date))}</h2>
      <p>{text.board.emptyBody}</p>
      <Button look="primary" icon="plus" onClick={onNew}>
        {text.header.newAppointment}
      </Button>
      <DemoOffer onLoaded={onDemo} />
    </div>
  );
}
