export { type DetailsOf, ERRORS, type ErrorCode, type ErrorDetails, type NotUndoableReason } from './errors.ts';
export { applyChange } from './rules/apply-change.ts';
export type { ColumnOrder, Decision, RuleCard } from './rules/board-state.ts';
export { addDays, dateInZone, datesBetween } from './rules/day.ts';
export { decideMove, stampsOnEntering } from './rules/move.ts';
export { placeAt, placeByStart } from './rules/placement.ts';
export { decideReorder } from './rules/reorder.ts';
export { type BoardStats, countCards, sumTakings, type Takings } from './rules/stats.ts';
export { hasValidCheckDigit } from './rules/vin.ts';
export { canTransition, invalidTransitionMessage, STATUSES, type Status, TRANSITIONS } from './rules/workflow.ts';
export type {
  Appointment,
  AppointmentPatch,
  Move,
  Moved,
  NewAppointment,
  Reorder,
  Undo,
  WrittenAppointment,
} from './schemas/appointment.ts';
export type { Board, Stats } from './schemas/board.ts';
export type { BoardChange, BoardChanges } from './schemas/board-change.ts';
export type { Card, ServiceLine } from './schemas/card.ts';
export type { Customer, CustomerPatch, NewCustomer } from './schemas/customer.ts';
export type { FailureBody, SuccessBody } from './schemas/envelope.ts';
export type { Health, Readiness } from './schemas/health.ts';
export type { Actor, ChangeType, HistoryItem } from './schemas/history.ts';
export type { PageOf } from './schemas/list.ts';
export type { NewService, Service, ServicePatch } from './schemas/service.ts';
export type { Shop } from './schemas/shop.ts';
export type { NewTechnician, Technician, TechnicianPatch } from './schemas/technician.ts';
export type { NewVehicle, Vehicle, VehiclePatch } from './schemas/vehicle.ts';
export { API_TIMEOUTS, BOARD_STREAM, SLO_THRESHOLDS } from './service-levels.ts';
