import type { NewVehicle } from '@edgar-auto-shop/contract';

export interface VehicleDraft {
  year: string;
  make: string;
  model: string;
  plate: string;
  color: string;
  vin: string;
}

export const EMPTY_VEHICLE: VehicleDraft = { year: '', make: '', model: '', plate: '', color: '', vin: '' };

export function vehicleBody(customer_id: string, draft: VehicleDraft): NewVehicle {
  const { year, make, model, plate, color, vin } = draft;
  return {
    customer_id,
    make: make.trim(),
    model: model.trim(),
    ...(year.trim() ? { year: Number(year) } : {}),
    ...(plate.trim() ? { license_plate: plate.trim() } : {}),
    ...(color.trim() ? { color: color.trim() } : {}),
    ...(vin.trim() ? { vin: vin.trim() } : {}),
  };
}
