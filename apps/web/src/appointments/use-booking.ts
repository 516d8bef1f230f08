import type { Customer, Vehicle, WrittenAppointment } from '@edgar-auto-shop/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../api/client.ts';
import { useSubmissionKeys } from '../api/use-submission-keys.ts';
import { customerBody } from '../customers/customer-draft.ts';
import { vehicleBody } from '../vehicles/vehicle-draft.ts';
import { bookingBody, type NewJobDraft } from './new-job-draft.ts';
import { spanOf } from './when-draft.ts';

interface Progress {
  onCustomer: (customer: Customer) => void;
  onVehicle: (vehicle: Vehicle) => void;
  onBooked: (written: WrittenAppointment) => void;
}

/**
 * Books in up to three steps: customer, vehicle, appointment. A step that succeeded is told at once and never repeated; a step
 * whose answer was lost is repeated under its own key.
 */
export function useBooking(timeZone: string, progress: Progress) {
  const keyFor = useSubmissionKeys();
  const queries = useQueryClient();

  async function customerOf({ customer }: NewJobDraft): Promise<Customer> {
    if (customer.kind === 'known') return customer.customer;
    if (customer.kind === 'none') throw new Error('A booking without a customer was sent');
    const body = customerBody(customer.draft);
    const created = await client.createCustomer(body, { idempotencyKey: keyFor('customer', body) });
    progress.onCustomer(created);
    return created;
  }

  async function vehicleOf({ vehicle }: NewJobDraft, owner: Customer): Promise<Vehicle> {
    if (vehicle.kind === 'known') return vehicle.vehicle;
    if (vehicle.kind === 'none') throw new Error('A booking without a vehicle was sent');
    const body = vehicleBody(owner.id, vehicle.draft);
    const created = await client.createVehicle(body, { idempotencyKey: keyFor('vehicle', body) });
    progress.onVehicle(created);
    return created;
  }

  return useMutation({
    mutationFn: async (draft: NewJobDraft) => {
      const span = spanOf(draft.when, timeZone);
      if (!span) throw new Error('A booking without a time was sent');
      const customer = await customerOf(draft);
      const vehicle = await vehicleOf(draft, customer);
      const body = bookingBody(draft, span, customer.id, vehicle.id);
      return client.createAppointment(body, { idempotencyKey: keyFor('appointment', body) });
    },
    onSuccess: progress.onBooked,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['customers'] });
      void queries.invalidateQueries({ queryKey: ['vehicles'] });
    },
  });
}
