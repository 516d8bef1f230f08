import type { Customer } from '@edgar-auto-shop/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { failureMessage } from '../api/failure-text.ts';
import { useDebounced } from '../api/use-debounced.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { SearchPicker } from '../ui/search-picker.tsx';
import { type CustomerDraft, draftFromSearch } from './customer-draft.ts';
import { NewCustomerFields } from './new-customer-fields.tsx';

/** Who it is for: nobody yet, somebody known, or somebody new. */
export type CustomerChoice =
  | { kind: 'none' }
  | { kind: 'known'; customer: Customer }
  | { kind: 'new'; draft: CustomerDraft };

interface Props {
  choice: CustomerChoice;
  onChange: (choice: CustomerChoice) => void;
  errors: Record<string, string>;
}

function CustomerSearch({ onChange, error }: { onChange: Props['onChange']; error: string | undefined }) {
  const [query, setQuery] = useState('');
  const search = useDebounced(query.trim());
  const found = useQuery({
    queryKey: ['customers', search],
    queryFn: ({ signal }) => client.listCustomers({ search, page_size: 20 }, { signal }),
    placeholderData: (previous) => previous,
  });
  const items = found.data?.items ?? [];
  const none = search ? text.newJob.noCustomers : text.newJob.noCustomersYet;
  const nothing = found.isPending ? text.newJob.searching : none;
  return (
    <SearchPicker
      label={text.newJob.customer}
      placeholder={text.newJob.findCustomer}
      error={error}
      query={query}
      onQuery={setQuery}
      items={items}
      status={found.isError ? failureMessage(found.error) : items.length > 0 ? undefined : nothing}
      keyOf={(customer) => customer.id}
      nameOf={(customer) => customer.name}
      detailOf={(customer) => customer.phone ?? customer.email ?? ''}
      onPick={(customer) => onChange({ kind: 'known', customer })}
      creation={{
        label: text.newJob.newCustomer(query.trim()),
        onCreate: () => onChange({ kind: 'new', draft: draftFromSearch(query) }),
      }}
    />
  );
}

export function CustomerPicker({ choice, onChange, errors }: Props) {
  const change = (
    <Button look="quiet" onClick={() => onChange({ kind: 'none' })}>
      {text.newJob.change}
    </Button>
  );
  if (choice.kind === 'none') return <CustomerSearch onChange={onChange} error={errors.customer} />;
  if (choice.kind === 'new')
    return (
      <NewCustomerFields
        draft={choice.draft}
        errors={errors}
        onChange={(draft) => onChange({ kind: 'new', draft })}
        extra={change}
      />
    );
  const { name, phone, email } = choice.customer;
  return (
    <div className="chosen">
      <span className="chosen-words">
        <span className="chosen-name">{name}</span>
        <span className="chosen-detail">{phone ?? email}</span>
      </span>
      {change}
    </div>
  );
}
