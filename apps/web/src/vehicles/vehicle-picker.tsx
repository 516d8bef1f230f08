import type { Vehicle } from '@edgar-auto-shop/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useId } from 'react';
import { client } from '../api/client.ts';
import { text } from '../text/text.ts';
import { NewVehicleFields } from './new-vehicle-fields.tsx';
import { EMPTY_VEHICLE, type VehicleDraft } from './vehicle-draft.ts';
import './vehicles.css';

export type VehicleChoice =
  | { kind: 'none' }
  | { kind: 'known'; vehicle: Vehicle }
  | { kind: 'new'; draft: VehicleDraft };

interface Props {
  /** None for a customer who is new as well. */
  customerId: string | undefined;
  choice: VehicleChoice;
  onChange: (choice: VehicleChoice) => void;
  errors: Record<string, string>;
}

const describe = ({ year, make, model }: Vehicle): string => [year, make, model].filter(Boolean).join(' ');

/** One of the customer's vehicles, or another one. The only one there is needs no choosing. */
export function VehiclePicker({ customerId, choice, onChange, errors }: Props) {
  const group = useId();
  const { data } = useQuery({
    queryKey: ['vehicles', customerId],
    queryFn: ({ signal }) => client.listCustomerVehicles(customerId ?? '', { signal }),
    enabled: customerId !== undefined,
  });
  const vehicles = customerId ? data?.items : [];
  const preselect = useEffectEvent((known: readonly Vehicle[]) => {
    if (choice.kind !== 'none') return;
    const only = known.length === 1 ? known[0] : undefined;
    if (only) onChange({ kind: 'known', vehicle: only });
    else if (known.length === 0) onChange({ kind: 'new', draft: EMPTY_VEHICLE });
  });
  useEffect(() => {
    if (vehicles) preselect(vehicles);
  }, [vehicles]);
  const chosen = choice.kind === 'known' ? choice.vehicle.id : choice.kind;
  return (
    <div className="form-part">
      {vehicles && vehicles.length > 0 && (
        <div className="options" role="radiogroup" aria-label={text.newJob.vehicle}>
          {vehicles.map((vehicle) => (
            <label key={vehicle.id} className="option">
              <input
                type="radio"
                name={group}
                checked={chosen === vehicle.id}
                onChange={() => onChange({ kind: 'known', vehicle })}
              />
              <span className="option-name">{describe(vehicle)}</span>
              {vehicle.license_plate && <span className="plate">{vehicle.license_plate}</span>}
            </label>
          ))}
          <label className="option">
            <input
              type="radio"
              name={group}
              checked={chosen === 'new'}
              onChange={() => onChange({ kind: 'new', draft: EMPTY_VEHICLE })}
            />
            <span className="option-name">{text.newJob.newVehicle}</span>
          </label>
        </div>
      )}
      {choice.kind === 'new' && (
        <NewVehicleFields draft={choice.draft} errors={errors} onChange={(draft) => onChange({ kind: 'new', draft })} />
      )}
      {errors.vehicle && <p className="field-error">{errors.vehicle}</p>}
    </div>
  );
}
