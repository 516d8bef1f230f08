import { text } from '../text/text.ts';
import { technicianColor } from './technician-color.ts';
import { useTechnicians } from './technicians-context.tsx';
import './technicians.css';

export function TechnicianDot({ id }: { id: string | null }) {
  const technicians = useTechnicians();
  return id ? (
    <span className="tech-dot" style={{ background: technicianColor(id, technicians) }} />
  ) : (
    <span className="tech-dot tech-dot-none" />
  );
}

export function TechnicianName({ id, name }: { id: string | null; name: string | null }) {
  return (
    <span className="tech">
      <TechnicianDot id={id} />
      <span className={name ? 'tech-name' : 'tech-name tech-name-none'}>{name ?? text.technicians.unassigned}</span>
    </span>
  );
}
