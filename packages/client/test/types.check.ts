import type { Appointment, Board, Card, Moved, Stats, Status } from '@edgar-auto-shop/contract';
import { expectTypeOf } from 'vitest';
import {
  type CallRequest,
  type Failure,
  type FailureKind,
  failureOf,
  type StatusBoardClient,
  type SubscriptionState,
} from '../src/index.ts';

// What the types promise. Nothing here runs: `npm run check` compiles it, and a promise that is broken does not compile.
declare const client: StatusBoardClient;
declare const failure: Failure;
declare const card: Card;

expectTypeOf(client.fetchBoard()).resolves.toEqualTypeOf<Board>();
expectTypeOf(client.fetchStats()).resolves.toEqualTypeOf<Stats>();
expectTypeOf(client.getAppointment('x')).resolves.toEqualTypeOf<Appointment>();
expectTypeOf(client.moveAppointment('x', { new_status: 'ready', expected_version: 1 })).resolves.toEqualTypeOf<Moved>();
expectTypeOf(client.moveAppointment).parameter(1).toEqualTypeOf<{
  new_status: Status;
  expected_version: number;
  position?: number;
}>();
expectTypeOf(client.undoAppointment).parameter(1).toEqualTypeOf<number>();
expectTypeOf<CallRequest<'getService'>>().toExtend<{ params: { id: string } }>();
// @ts-expect-error no such column
client.moveAppointment(card.id, { new_status: 'done', expected_version: card.version });
// @ts-expect-error a move says which version it means
client.moveAppointment(card.id, { new_status: 'ready' });
// @ts-expect-error status is changed by a move only
client.updateAppointment(card.id, { expected_version: 1, status: 'ready' });
// @ts-expect-error an unknown operation
client.call('deleteEverything', {});
// @ts-expect-error an operation with an id
client.call('getService', {});

/** The list of failures is closed: with one more or one less this does not compile. */
export function adviceFor(thrown: unknown): string | number | readonly Status[] | object {
  const failure = failureOf(thrown);
  switch (failure.kind) {
    case 'version_conflict':
      return failure.details.current;
    case 'invalid_transition':
      return failure.details.allowed;
    case 'validation_error':
      return failure.details.fields;
    case 'rate_limited':
    case 'unavailable':
      return failure.details.retry_after_ms;
    case 'not_undoable':
      return failure.details.reason;
    case 'already_exists':
      return failure.details.field;
    case 'network':
    case 'timeout':
    case 'aborted':
    case 'credentials':
    case 'invalid_request':
      return failure.message;
    case 'protocol':
      return failure.status;
    case 'unauthenticated':
    case 'forbidden':
    case 'not_found':
    case 'method_not_allowed':
    case 'idempotency_mismatch':
    case 'payload_too_large':
    case 'unsupported_media_type':
    case 'internal_error':
      return failure.correlationId;
    default:
      return failure satisfies never;
  }
}

if (failure.kind === 'invalid_transition') expectTypeOf(failure.details.allowed).toEqualTypeOf<readonly Status[]>();
if (failure.kind === 'validation_error') expectTypeOf(failure.details.fields).toEqualTypeOf<Record<string, string[]>>();
if (failure.kind === 'version_conflict') expectTypeOf<Card>().toExtend<typeof failure.details.current>();
expectTypeOf<'network'>().toExtend<FailureKind>();
expectTypeOf<'lost'>().not.toExtend<FailureKind>();
expectTypeOf<SubscriptionState['kind']>().toEqualTypeOf<'connecting' | 'live' | 'polling' | 'stale' | 'offline'>();
