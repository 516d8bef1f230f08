import { Combobox } from '@base-ui/react/combobox';
import { useCallback, useState } from 'react';
import { Field } from './field.tsx';
import { Icon } from './icon.tsx';
import './search-picker.css';

/** The way out of a search that finds nothing: making what was looked for. */
interface Creation {
  label: string;
  onCreate: () => void;
}

interface Props<T> {
  label: string;
  labelHidden?: boolean;
  placeholder: string;
  error?: string | undefined;
  query: string;
  onQuery: (query: string) => void;
  items: readonly T[];
  /** Said instead of a list: searching, nothing found, or why it could not be searched. */
  status: string | undefined;
  keyOf: (item: T) => string;
  nameOf: (item: T) => string;
  detailOf: (item: T) => string;
  onPick: (item: T) => void;
  creation: Creation;
}

/** Something found, or null: create it. */
interface Option<T> {
  item: T | null;
}

/** A search box with what it finds, and the offer to create what it doesn't. The caller searches. */
export function SearchPicker<T extends object>(props: Props<T>) {
  const {
    label,
    labelHidden = false,
    placeholder,
    error,
    query,
    onQuery,
    items,
    status,
    keyOf,
    nameOf,
    detailOf,
    onPick,
    creation,
  } = props;
  // What it finds belongs to the dialog that it stands in, for the screen reader too.
  const [dialog, setDialog] = useState<HTMLElement | null>(null);
  const findDialog = useCallback((element: HTMLElement | null) => {
    setDialog(element?.closest<HTMLElement>('[role="dialog"]') ?? null);
  }, []);
  const options: Option<T>[] = [...items, null].map((item) => ({ item }));
  const pick = (option: Option<T> | null) => {
    if (option === null) return;
    onQuery('');
    if (option.item === null) creation.onCreate();
    else onPick(option.item);
  };
  return (
    <Field label={label} labelHidden={labelHidden} error={error}>
      {(control) => (
        <Combobox.Root
          items={options}
          filter={null}
          value={null as Option<T> | null}
          onValueChange={pick}
          inputValue={query}
          onInputValueChange={onQuery}
          itemToStringLabel={(option) => (option.item === null ? creation.label : nameOf(option.item))}
          autoHighlight
        >
          <div className="search" ref={findDialog}>
            <Icon name="search" />
            <Combobox.Input {...control} className="input" placeholder={placeholder} />
          </div>
          <Combobox.Portal container={dialog}>
            <Combobox.Positioner className="search-place" sideOffset={4} align="start">
              <Combobox.Popup className="search-popup">
                <Combobox.Status className="search-status">{status}</Combobox.Status>
                <Combobox.List className="search-list">
                  {(option: Option<T>) =>
                    option.item === null ? (
                      <Combobox.Item key="create" value={option} className="search-item search-create">
                        <Icon name="plus" />
                        {creation.label}
                      </Combobox.Item>
                    ) : (
                      <Combobox.Item key={keyOf(option.item)} value={option} className="search-item">
                        <span className="search-name">{nameOf(option.item)}</span>
                        <span className="search-detail tabular">{detailOf(option.item)}</span>
                      </Combobox.Item>
                    )
                  }
                </Combobox.List>
              </Combobox.Popup>
            </Combobox.Positioner>
          </Combobox.Portal>
        </Combobox.Root>
      )}
    </Field>
  );
}
