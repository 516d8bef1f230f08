import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import type { FastifyInstance } from 'fastify';
import { route } from '../../http/route.ts';
import type { Deps } from '../deps.ts';
import { cancelAppointment } from './cancel-appointment.ts';
import { createAppointment } from './create-appointment.ts';
import { moveAppointment } from './move-appointment.ts';
import { getAppointment, getHistory, listAppointments } from './read-appointments.ts';
import { reorderAppointment } from './reorder-appointment.ts';
import { undoAppointment } from './undo-appointment.ts';
import { updateAppointment } from './update-appointment.ts';

/** Appointments: what is done to a card, its history, and finding one. */
export function appointmentRoutes(app: FastifyInstance, deps: Deps): void {
  const { database, door } = deps;
  route(app, endpoints.moveAppointment, deps, ({ ctx, params, body }) => moveAppointment(door, ctx, params.id, body));
  route(app, endpoints.reorderAppointment, deps, ({ ctx, params, body }) =>
    reorderAppointment(door, ctx, params.id, body),
  );
  route(app, endpoints.undoAppointment, deps, ({ ctx, params, body }) =>
    undoAppointment(door, ctx, params.id, body.expected_version),
  );
  route(app, endpoints.getHistory, deps, ({ ctx, params, query }) => getHistory(database, ctx, params.id, query));
  route(app, endpoints.listAppointments, deps, ({ ctx, query }) => listAppointments(database, ctx, query));
  route(app, endpoints.createAppointment, deps, ({ ctx, body }) => createAppointment(door, ctx, body));
  route(app, endpoints.getAppointment, deps, ({ ctx, params }) => getAppointment(database, ctx, params.id));
  route(app, endpoints.updateAppointment, deps, ({ ctx, params, body }) =>
    updateAppointment(door, ctx, params.id, body),
  );
  route(app, endpoints.cancelAppointment, deps, ({ ctx, params, query }) =>
    cancelAppointment(door, ctx, params.id, query.expected_version),
  );
}
