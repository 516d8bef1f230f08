import { text } from '../text/text.ts';
import { Field } from '../ui/field.tsx';
import { useKnownTechnicians } from './technicians-context.tsx';

interface Props {
  value: string | null;
  onChange: (id: string | null) => void;
  error?: string | undefined;
}

/** The board has no page for them: without a word, "Unassigned" alone would be a dead end. */
function WhereFrom() {
  const { before, link, after } = text.technicians.noneYet;
  return (
    <>
      {before}
      <a href="/docs" target="_blank" rel="noreferrer">
        {link}
      </a>
      {after}
    </>
  );
}

/** Those who can be given work, and whoever has this job already. */
export function TechnicianSelect({ value, onChange, error }: Props) {
  const known = useKnownTechnicians();
  const technicians = (known ?? []).filter((technician) => technician.is_active || technician.id === value);
  return (
    <Field label={text.technicians.label} error={error} note={known?.length === 0 && <WhereFrom />}>
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
