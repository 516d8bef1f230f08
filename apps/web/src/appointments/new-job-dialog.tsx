import type { WrittenAppointment } from '@edgar-auto-shop/contract';
import { useRef, useState } from 'react';
import { failureMessage, fieldErrors } from '../api/failure-text.ts';
import { CustomerPicker } from '../customers/customer-picker.tsx';
import { formatDay } from '../format/time.ts';
import { ServicePicker } from '../services/service-picker.tsx';
import { TechnicianSelect } from '../technicians/technician-select.tsx';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { toasts } from '../ui/toast-store.ts';
import { VehiclePicker } from '../vehicles/vehicle-picker.tsx';
import { focusFault } from './focus-fault.ts';
import type { Errors } from './job-draft.ts';
import { emptyDraft, errorsInBooking, type NewJobDraft, withCustomer, withLines, withWhen } from './new-job-draft.ts';
import { useBooking } from './use-booking.ts';
import { WhenFields } from './when-fields.tsx';
import './job-drawer.css';

interface Props {
  date: string;
  timeZone: string;
  onWritten: (written: WrittenAppointment) => void;
  onClose: () => void;
}

/** Words in a search box are typed as well, and so is a service that is being described. */
const isSearching = (form: HTMLFormElement | null): boolean =>
  [...(form?.querySelectorAll<HTMLInputElement>('.search input, fieldset .inset input') ?? [])].some((it) => it.value);

export function NewJobDialog({ date, timeZone, onWritten, onClose }: Props) {
  const [empty] = useState(() => emptyDraft(date, timeZone));
  const [draft, setDraft] = useState(empty);
  // Faults are shown once somebody tried, and go away as they are mended.
  const [tried, setTried] = useState(false);
  const [touched, setTouched] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const merge = (change: Partial<NewJobDraft>) => setDraft((before) => ({ ...before, ...change }));
  const change = (to: (before: NewJobDraft) => NewJobDraft) => {
    setTouched(true);
    setDraft(to);
  };
  const set = (fields: Partial<NewJobDraft>) => change((before) => ({ ...before, ...fields }));
  const booking = useBooking(timeZone, {
    onCustomer: (customer) => merge({ customer: { kind: 'known', customer } }),
    onVehicle: (vehicle) => merge({ vehicle: { kind: 'known', vehicle } }),
    onBooked: (written) => {
      onWritten(written);
      toasts.show({ tone: 'plain', message: text.newJob.created(written.customer_name, formatDay(written.date)) });
      onClose();
    },
  });
  const missing: Errors = tried ? errorsInBooking(draft, timeZone) : {};
  const submit = () => {
    setTried(true);
    if (Object.keys(errorsInBooking(draft, timeZone)).length > 0) {
      focusFault(form.current);
      return;
    }
    setTouched(false);
    booking.mutate(draft);
  };
  const errors = { ...(booking.isError && !touched ? fieldErrors(booking.error) : {}), ...missing };
  const { customer } = draft;
  const say = text.newJob;
  return (
    <Dialog
      title={say.title}
      closeLabel={text.job.close}
      size="large"
      first="field"
      unsaved={text.job.unsaved}
      isUnsaved={() => draft !== empty || isSearching(form.current)}
      onClose={onClose}
    >
      <form
        ref={form}
        className="job-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="dialog-body form">
          <CustomerPicker
            choice={customer}
            errors={errors}
            onChange={(choice) => change((before) => withCustomer(before, choice))}
          />
          {customer.kind !== 'none' && (
            <VehiclePicker
              key={customer.kind === 'known' ? customer.customer.id : 'new'}
              customerId={customer.kind === 'known' ? customer.customer.id : undefined}
              choice={draft.vehicle}
              errors={errors}
              onChange={(vehicle) => set({ vehicle })}
            />
          )}
          <ServicePicker
            lines={draft.lines}
            error={errors.service_codes}
            onChange={(to) => change((before) => withLines(before, to(before.lines), timeZone))}
          />
          <WhenFields
            when={draft.when}
            timeZone={timeZone}
            errors={errors}
            onChange={(to) => change((before) => withWhen(before, to(before.when)))}
          />
          <div className="field-row">
            <TechnicianSelect value={draft.techId} error={errors.tech_id} onChange={(techId) => set({ techId })} />
          </div>
          <Field label={text.job.notes} hint={say.optional} error={errors.notes}>
            {(control) => (
              <textarea
                {...control}
                className="input"
                maxLength={10_000}
                value={draft.notes}
                onChange={({ target }) => set({ notes: target.value })}
              />
            )}
          </Field>
        </div>
        <div className="dialog-foot">
          {booking.isError && (
            <p className="dialog-message" role="alert">
              {failureMessage(booking.error)}
            </p>
          )}
          <span className="job-foot-gap" />
          <Button onClick={onClose}>{say.cancel}</Button>
          <Button type="submit" look="primary" disabled={booking.isPending}>
            {booking.isPending ? say.creating : say.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
