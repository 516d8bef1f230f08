import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { failureMessage } from '../api/failure-text.ts';
import { useDebounced } from '../api/use-debounced.ts';
import { formatMoney } from '../format/money.ts';
import { text } from '../text/text.ts';
import { SearchPicker } from '../ui/search-picker.tsx';
import { addLine, changeQuantity, type DraftLine, lineOf } from './draft-line.ts';
import { NewServiceForm } from './new-service-form.tsx';
import { ServiceLines } from './service-lines.tsx';

interface Props {
  lines: readonly DraftLine[];
  /** What happens to the lines as they then are: a new service comes when the server has it, whatever was done meanwhile. */
  onChange: (change: (lines: readonly DraftLine[]) => DraftLine[]) => void;
  error?: string | undefined;
}

/** The work of a job: what is booked, a search for more, and a way to put something new on the price list. */
export function ServicePicker({ lines, onChange, error }: Props) {
  const [query, setQuery] = useState('');
  const [creating, setCreating] = useState<string | null>(null);
  const search = useDebounced(query.trim());
  const found = useQuery({
    queryKey: ['services', search],
    queryFn: ({ signal }) => client.listServices({ search, is_active: true, page_size: 50 }, { signal }),
    placeholderData: (previous) => previous,
  });
  const items = found.data?.items ?? [];
  const none = search ? text.newJob.noServices : text.newJob.noServicesYet;
  const nothing = found.isPending ? text.newJob.searching : none;
  return (
    <fieldset className="form-part services">
      <legend className="field-label">{text.newJob.services}</legend>
      <ServiceLines lines={lines} onQuantity={(code, by) => onChange((before) => changeQuantity(before, code, by))} />
      {creating === null ? (
        <SearchPicker
          label={text.newJob.findService}
          labelHidden
          placeholder={text.newJob.findService}
          error={error}
          query={query}
          onQuery={setQuery}
          items={items}
          status={found.isError ? failureMessage(found.error) : items.length > 0 ? undefined : nothing}
          keyOf={(service) => service.id}
          nameOf={(service) => service.name}
          detailOf={(service) => `${service.code} · ${formatMoney(service.base_price_cents)}`}
          onPick={(service) => onChange((before) => addLine(before, lineOf(service)))}
          creation={{ label: text.newJob.newService(query.trim()), onCreate: () => setCreating(query.trim()) }}
        />
      ) : (
        <NewServiceForm
          name={creating}
          onCancel={() => setCreating(null)}
          onCreated={(service) => {
            onChange((before) => addLine(before, lineOf(service)));
            setCreating(null);
          }}
        />
      )}
    </fieldset>
  );
}
