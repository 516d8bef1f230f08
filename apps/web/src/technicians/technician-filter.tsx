import { useRef } from 'react';
import { text } from '../text/text.ts';
import { useScrollFade } from '../ui/use-scroll-fade.ts';
import { TechnicianDot } from './technician-name.tsx';
import { useTechnicians } from './technicians-context.tsx';
import './technician-filter.css';

/** Shows everybody's jobs, or those of one. */
export function TechnicianFilter({ value, onChange }: { value: string | undefined; onChange: (id?: string) => void }) {
  const technicians = useTechnicians().filter((technician) => technician.is_active || technician.id === value);
  const row = useRef<HTMLFieldSetElement>(null);
  useScrollFade(row);
  if (technicians.length === 0) return null;
  return (
    <fieldset ref={row} className="tech-filter scroll-fade">
      <legend className="sr-only">{text.technicians.filter}</legend>
      <button type="button" className="chip" aria-pressed={!value} onClick={() => onChange()}>
        {text.technicians.everyone}
      </button>
      {technicians.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className="chip"
          title={name}
          aria-pressed={value === id}
          onClick={() => onChange(value === id ? undefined : id)}
        >
          <TechnicianDot id={id} />
          <span className="chip-name">{name}</span>
        </button>
      ))}
    </fieldset>
  );
}
