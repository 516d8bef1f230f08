/** What a shop has for its appointments. */
export interface Shop {
  serviceCodes: string[];
  techIds: string[];
}

/** A customer with a vehicle. */
export interface Owner {
  id: string;
  firstName: string;
  vehicleId: string;
}
