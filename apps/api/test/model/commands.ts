import type { Status } from '@edgar-auto-shop/contract';

/** A change that somebody asks for, with ids and versions filled in: so it can be asked for again, and judged again. */
export type Command =
  | { kind: 'book'; customer: number; start: string; end: string; tech: string | null }
  | { kind: 'move'; id: string; version: number; to: Status; position: number | undefined }
  | { kind: 'reorder'; id: string; version: number; position: number }
  | { kind: 'patch'; id: string; version: number; fields: Fields }
  | { kind: 'cancel' | 'undo'; id: string; version: number }
  | { kind: 'rename'; noun: Noun; id: string; name: string };

export interface Fields {
  appt_start?: string;
  appt_end?: string;
  tech_id?: string | null;
  notes?: string | null;
  paid_cents?: number;
}

export type Noun = 'customers' | 'vehicles' | 'technicians';

/** What cards show of a customer, a vehicle, a technician, and what a rename changes. */
const SHOWN: Record<Noun, string> = { customers: 'name', vehicles: 'license_plate', technicians: 'name' };

/** What every command of a run refers to. */
export interface ShopIds {
  /** Each customer has one vehicle. */
  customers: { id: string; vehicleId: string }[];
  techIds: string[];
}

export interface WireRequest {
  method: string;
  path: string;
  body?: object;
}

const APPOINTMENTS = '/api/admin/appointments';

/** The command as it goes over the wire. */
export function wireOf(command: Command, { customers }: ShopIds): WireRequest {
  switch (command.kind) {
    case 'book': {
      const { id, vehicleId } = customers[command.customer] as ShopIds['customers'][0];
      const { start: appt_start, end: appt_end, tech: tech_id } = command;
      const body = { customer_id: id, vehicle_id: vehicleId, service_codes: ['OIL'], appt_start, appt_end, tech_id };
      return { method: 'POST', path: APPOINTMENTS, body };
    }
    case 'rename':
      return {
        method: 'PATCH',
        path: `/api/admin/${command.noun}/${command.id}`,
        body: { [SHOWN[command.noun]]: command.name },
      };
    case 'cancel':
      return { method: 'DELETE', path: `${APPOINTMENTS}/${command.id}?expected_version=${command.version}` };
    case 'patch':
      return {
        method: 'PATCH',
        path: `${APPOINTMENTS}/${command.id}`,
        body: { expected_version: command.version, ...command.fields },
      };
    default: {
      const { kind, id, version, ...rest } = command;
      const body: Record<string, unknown> = { expected_version: version };
      if ('to' in rest) body.new_status = rest.to;
      if ('position' in rest && rest.position !== undefined) body.position = rest.position;
      return { method: 'POST', path: `${APPOINTMENTS}/${id}/${kind}`, body };
    }
  }
}

/** For people. */
export function tellCommand(command: Command): string {
  const { kind, ...rest } = command;
  return `${kind} ${JSON.stringify(rest)}`;
}
