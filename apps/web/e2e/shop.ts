import { createStatusBoardClient, type StatusBoardClient } from '@edgar-auto-shop/client';
import { addDays, type Card, type Status, type Technician, type WrittenAppointment } from '@edgar-auto-shop/contract';

const ZONE_OFFSET = '-08:00';
const FIRST_DAY = '2025-11-10';
/** Up to the first days of March, which some tests name themselves. */
const DAYS = 110;
let days = 0;

/** The steps from a new card to each column. */
const WAY: Record<Status, readonly Status[]> = {
  scheduled: [],
  in_progress: ['in_progress'],
  ready: ['in_progress', 'ready'],
  completed: ['in_progress', 'completed'],
  no_show: ['no_show'],
};

interface Booking {
  customer: string;
  phone?: string;
  plate?: string;
  start?: string;
  end?: string;
  status?: Status;
  techId?: string;
  services?: string[];
}

const anHourAfter = (time: string): string =>
  `${String(Number(time.slice(0, 2)) + 1).padStart(2, '0')}${time.slice(2)}`;

/** A day of its own for every test, and what other people in the shop do on it, through the API. */
export class Shop {
  readonly client: StatusBoardClient;
  /** In winter, so that the shop's clock is eight hours behind UTC. */
  readonly date: string;

  constructor(url: string) {
    this.client = createStatusBoardClient({ baseUrl: url });
    if (days >= DAYS) throw new Error('Every winter day has had its test: let FIRST_DAY begin in another year');
    this.date = addDays(FIRST_DAY, days);
    days += 1;
  }

  get path(): string {
    return `/?date=${this.date}`;
  }

  /** A time of the shop's clock on this day. */
  at(time: string): string {
    return `${this.date}T${time}:00${ZONE_OFFSET}`;
  }

  async service(code: string, name: string, price: number): Promise<string> {
    const { items } = await this.client.listServices({ search: code });
    if (!items.some((it) => it.code === code))
      await this.client.createService({ code, name, base_price_cents: price, est_minutes: 60 });
    return code;
  }

  technician(name: string, color: string): Promise<Technician> {
    return this.client.createTechnician({ name, color });
  }

  /** A job with a customer and a vehicle of its own, in whatever column. */
  async book(booking: Booking): Promise<WrittenAppointment> {
    const { customer: name, phone = null, plate = null, start = '09:00', status = 'scheduled' } = booking;
    const oil = await this.service('OIL', 'Oil change', 7900);
    const customer = await this.client.createCustomer({ name, phone });
    const vehicle = await this.client.createVehicle({
      customer_id: customer.id,
      make: 'Honda',
      model: 'Civic',
      year: 2020,
      license_plate: plate,
    });
    const card = await this.client.createAppointment({
      customer_id: customer.id,
      vehicle_id: vehicle.id,
      service_codes: booking.services ?? [oil],
      appt_start: this.at(start),
      appt_end: this.at(booking.end ?? anHourAfter(start)),
      tech_id: booking.techId ?? null,
    });
    let { version } = card;
    for (const step of WAY[status]) version = (await this.move({ id: card.id, version }, step)).version;
    return { ...card, version, status };
  }

  move(card: Pick<Card, 'id' | 'version'>, to: Status) {
    return this.client.moveAppointment(card.id, { new_status: to, expected_version: card.version });
  }

  /** Customers of a column from top to bottom, as the server has them. */
  async column(status: Status): Promise<string[]> {
    const board = await this.client.fetchBoard({ date: this.date });
    return board.columns[status].items.map((card) => card.customer_name);
  }
}
