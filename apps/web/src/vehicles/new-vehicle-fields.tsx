import { text } from '../text/text.ts';
import { TextField } from '../ui/field.tsx';
import type { VehicleDraft } from './vehicle-draft.ts';

interface Props {
  draft: VehicleDraft;
  errors: Record<string, string>;
  onChange: (draft: VehicleDraft) => void;
}

export function NewVehicleFields({ draft, errors, onChange }: Props) {
  const say = text.newJob;
  const set = (change: Partial<VehicleDraft>) => onChange({ ...draft, ...change });
  return (
    <div className="inset">
      <div className="field-row">
        <TextField
          label={say.make}
          value={draft.make}
          error={errors.make}
          maxLength={200}
          onChange={(make) => set({ make })}
        />
        <TextField
          label={say.model}
          value={draft.model}
          error={errors.model}
          maxLength={200}
          onChange={(model) => set({ model })}
        />
        <TextField
          label={say.year}
          hint={say.optional}
          inputMode="numeric"
          value={draft.year}
          error={errors.year}
          maxLength={4}
          onChange={(year) => set({ year })}
        />
      </div>
      <div className="field-row">
        <TextField
          label={say.plate}
          hint={say.optional}
          value={draft.plate}
          error={errors.license_plate}
          maxLength={200}
          onChange={(plate) => set({ plate })}
        />
        <TextField
          label={say.color}
          hint={say.optional}
          value={draft.color}
          error={errors.color}
          maxLength={200}
          onChange={(color) => set({ color })}
        />
        <TextField
          label={say.vin}
          hint={say.optional}
          value={draft.vin}
          error={errors.vin}
          maxLength={17}
          onChange={(vin) => set({ vin })}
        />
      </div>
    </div>
  );
}
