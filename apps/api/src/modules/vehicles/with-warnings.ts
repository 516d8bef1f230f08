import { hasValidCheckDigit, type Vehicle } from '@edgar-auto-shop/contract';
import type { VehicleRow } from './sql.ts';

/** The vehicle of an answer: with what looks wrong but is accepted. */
export function withWarnings({ created_at, updated_at, ...vehicle }: VehicleRow): Vehicle {
  const wrong = vehicle.vin !== null && !hasValidCheckDigit(vehicle.vin);
  const warnings = wrong
    ? ['The check digit of the VIN does not fit its other characters. Look whether one is mistyped.']
    : [];
  return { ...vehicle, warnings, created_at, updated_at };
}
