import { failureOf, isTransient } from '@edgar-auto-shop/client';
import type { StatusBoard } from '@edgar-auto-shop/react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { client } from '../api/client.ts';
import { failureMessage } from '../api/failure-text.ts';
import { setUrlState } from '../route/url-state.ts';
import { text } from '../text/text.ts';
import { JobHistory } from './job-history.tsx';

const whyNot = (error: unknown): string => (isTransient(failureOf(error)) ? failureMessage(error) : text.job.gone);

/** A job that this board does not show: on another day, whose board opens then, or not there any more. */
export function JobElsewhere({ id, status }: { id: string; status: StatusBoard }) {
  const shownDate = status.board?.date;
  const job = useQuery({
    queryKey: ['appointment', id, shownDate],
    queryFn: ({ signal }) => client.getAppointment(id, { signal }),
    staleTime: 0,
  });
  const date = job.data?.date;
  useEffect(() => {
    if (date && date !== shownDate) setUrlState({ date, tech: undefined }, 'replace');
    else if (date) setUrlState({ tech: undefined }, 'replace');
  }, [date, shownDate]);
  return (
    <div className="dialog-body">
      <p className="job-stamp" role="status">
        {job.isError ? whyNot(job.error) : text.job.loading}
      </p>
      {job.isError && status.board && (
        <JobHistory id={id} version={undefined} settled timeZone={status.board.time_zone} ifAny />
      )}
    </div>
  );
}
