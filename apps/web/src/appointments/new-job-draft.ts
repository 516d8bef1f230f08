import type { NewAppointment } from '@edgar-auto-shop/contract';
import type { CustomerChoice } from '../customers/customer-picker.tsx';
import { codesOf, type DraftLine, minutesOf } from '../services/draft-line.ts';
import { text } from '../text/text.ts';
import type { VehicleChoice } from '../vehicles/vehicle-picker.tsx';
import type { Errors } from './job-draft.ts';
import { firstDraft, type Span, type WhenDraft, withMinutes } from './when-draft.ts';
import { errorsInWhen } from './when-errors.ts';

/** A booking while somebody is putting it together. */
export interface NewJobDraft {
  customer: CustomerChoice;
  vehicle: VehicleChoice;
  lines: readonly DraftLine[];
  when: WhenDraft;
  /** Whether somebody set the end: then the estimated minutes of the work no longer do. */
  endSet: boolean;
  techId: string | null;
  notes: string;
}

export function emptyDraft(date: string, timeZone: string): NewJobDraft {
  return {
    customer: { kind: 'none' },
    vehicle: { kind: 'none' },
    lines: [],
    when: firstDraft(date, timeZone, Date.now()),
    endSet: false,
    techId: null,
    notes: '',
  };
}

/** Another customer has other vehicles; somebody new who is still being described keeps the one described with them. */
export function withCustomer(draft: NewJobDraft, customer: CustomerChoice): NewJobDraft {
  const sameOwner = draft.customer.kind === 'new' && customer.kind === 'new';
  return { ...draft, customer, vehicle: sameOwner ? draft.vehicle : { kind: 'none' } };
}

/** Other work: until somebody sets the end, it is there when the estimated minutes are over. */
export function withLines(draft: NewJobDraft, lines: readonly DraftLine[], timeZone: string): NewJobDraft {
  const minutes = minutesOf(lines);
  const follow = !draft.endSet && minutes > 0;
  return { ...draft, lines, when: follow ? withMinutes(draft.when, minutes, timeZone) : draft.when };
}

/** Another time: an end that changed alone was set by somebody. */
export function withWhen(draft: NewJobDraft, when: WhenDraft): NewJobDraft {
  const endAlone = when.date === draft.when.date && when.start === draft.when.start;
  return { ...draft, when, endSet: draft.endSet || endAlone };
}

function vehicleErrors(vehicle: VehicleChoice): Errors {
  const say = text.newJob.missing;
  if (vehicle.kind === 'known') return {};
  if (vehicle.kind === 'none') return { vehicle: say.vehicle };
  const { make, model, year } = vehicle.draft;
  return {
    ...(make.trim() ? {} : { make: say.make }),
    ...(model.trim() ? {} : { model: say.model }),
    ...(year.trim() === '' || /^\d{4}$/.test(year.trim()) ? {} : { year: say.year }),
  };
}

/** What is missing before it is worth sending. */
export function errorsInBooking({ customer, vehicle, lines, when }: NewJobDraft, timeZone: string): Errors {
  const say = text.newJob.missing;
  return {
    ...(customer.kind === 'none' ? { customer: say.customer } : vehicleErrors(vehicle)),
    ...(customer.kind === 'new' && !customer.draft.name.trim() ? { name: say.name } : {}),
    ...(lines.length === 0 ? { service_codes: say.services } : {}),
    ...errorsInWhen(when, timeZone),
  };
}

export function bookingBody(draft: NewJobDraft, span: Span, customer_id: string, vehicle_id: string): NewAppointment {
  return {
    customer_id,
    vehicle_id,
    service_codes: codesOf(draft.lines),
    ...span,
    ...(draft.techId ? { tech_id: draft.techId } : {}),
    ...(draft.notes.trim() ? { notes: draft.notes.trim() } : {}),
  };
}
