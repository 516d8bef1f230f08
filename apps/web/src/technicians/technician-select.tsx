import { text } from '../text/text.ts';
import { Field } from '../ui/field.tsx';
import { useTechnicians } from './technicians-context.tsx';

interface Props {
  value: string | null;
  onChange: (id: string | null) => void;
  error?: string | undefined;
}

/** Those who can be given work, and whoever has this job already. */
export function TechnicianSelect({ value, onChange, error }: Props) {
  const technicians = useTechnicians().filter((technician) => technician.is_active || technician.id === value);
  return (
    <Field label={text.technicians.label} error={error}>
      {(control) => (
        <select
          {...control}
          className="input"
          value={value ?? ''}
          onChange={(event) => onChange(event.target.value || null)}
        >
          <option value="">{text.technicians.unassigned}</option>
          {technicians.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
