import type { HistoryItem } from '@edgar-auto-shop/contract';
import { useQuery } from '@tanstack/react-query';
import { client } from '../api/client.ts';
import { formatMoment } from '../format/time.ts';
import { useTechnicians } from '../technicians/technicians-context.tsx';
import { text } from '../text/text.ts';
import { details, headline } from './history-sentence.ts';

/**
 * @param version of the job as it is shown: another one is another history
 * @param settled whether the server has what is shown; asked before, it would answer the history as it was
 */
function useHistory(id: string, version: number | undefined, settled: boolean) {
  return useQuery({
    queryKey: ['history', id, version],
    queryFn: ({ signal }) => client.getHistory(id, { page_size: 200 }, { signal }),
    enabled: settled,
    placeholderData: (previous) => previous,
  });
}

function Entry({ item, timeZone }: { item: HistoryItem; timeZone: string }) {
  const technicians = useTechnicians();
  const { name } = item.actor;
  return (
    <li className={`history-item history-${item.type}`}>
      <p className="history-what">{headline(item)}</p>
      {details(item, { timeZone, technicians }).map((sentence) => (
        <p key={sentence} className="history-detail">
          {sentence}
        </p>
      ))}
      <p className="history-when tabular">
        {formatMoment(item.at, timeZone)}
        {item.actor.id !== 'anonymous' && ` ${text.history.by(name)}`}
      </p>
    </li>
  );
}

interface Props {
  id: string;
  version: number | undefined;
  settled: boolean;
  timeZone: string;
  /** Where there may be none: then nothing is said of it. */
  ifAny?: boolean;
}

export function JobHistory({ id, version, settled, timeZone, ifAny = false }: Props) {
  const history = useHistory(id, version, settled);
  if (ifAny && !history.data) return null;
  return (
    <section className="history" aria-label={text.job.history}>
      <h3 className="form-legend">{text.job.history}</h3>
      {history.isPending && <p className="history-when">{text.history.loading}</p>}
      {history.isError && <p className="history-when">{text.history.failed}</p>}
      <ol>
        {history.data?.items.map((item) => (
          <Entry key={item.version} item={item} timeZone={timeZone} />
        ))}
      </ol>
    </section>
  );
}
