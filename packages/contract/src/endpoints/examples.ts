const appointment = '0190f3c2-6f0a-7c3e-9d2b-4b1f0c8a7e11';
const customer = '0190f3c2-6f0a-7c3e-9d2b-4b1f0c8a7e22';
const vehicle = '0190f3c2-6f0a-7c3e-9d2b-4b1f0c8a7e33';
const technician = '0190f3c2-6f0a-7c3e-9d2b-4b1f0c8a7e44';
const service = '0190f3c2-6f0a-7c3e-9d2b-4b1f0c8a7e55';
const at = '2025-09-20T15:00:00.000Z';

export const ids = { appointment, customer, vehicle, technician, service };

export const card = {
  id: appointment,
  version: 1,
  status: 'scheduled',
  position: 0,
  customer_id: customer,
  customer_name: 'Ana Torres',
  customer_phone: '(555) 010-0199',
  vehicle_id: vehicle,
  year: 2020,
  make: 'Honda',
  model: 'Civic',
  license_plate: '7ABC123',
  vehicle_info: '2020 Honda Civic',
  services: [{ code: 'OIL', name: 'Oil change', qty: 1, price_cents: 7900 }],
  appt_start: at,
  appt_end: '2025-09-20T16:00:00.000Z',
  tech_id: technician,
  tech_name: 'Sam Lee',
  check_in_at: null,
  check_out_at: null,
  total_cents: 7900,
  paid_cents: 0,
  notes: null,
  double_booked: false,
  updated_at: at,
} as const;

const counts = { scheduled: 1, in_progress: 0, ready: 0, completed: 0, no_show: 0 };
const none = { items: [] };

export const board = {
  date: '2025-09-20',
  time_zone: 'America/Los_Angeles',
  revision: '42',
  columns: { scheduled: { items: [card] }, in_progress: none, ready: none, completed: none, no_show: none },
  stats: { jobsToday: 1, onPrem: 0, statusCounts: counts },
};

export const boardChange = {
  revision: '43',
  cards: [{ ...card, version: 2, status: 'in_progress', check_in_at: '2025-09-20T15:05:00.000Z' }],
  removed: [],
  order: { scheduled: [], in_progress: [appointment] },
  stats: { jobsToday: 1, onPrem: 1, statusCounts: { ...counts, scheduled: 0, in_progress: 1 } },
};

/** A database's identity, a date and a revision. */
export const changeId = '7f1b3c52-9d4e-4a6b-8c21-0e5d6f7a8b90.2025-09-20.43';

export const boardChanges = { id: changeId, revision: '43', events: [boardChange] };

export const stats = {
  date: '2025-09-20',
  jobsToday: 1,
  onPrem: 0,
  statusCounts: counts,
  unpaidTotalCents: 7900,
  revenueCents: 0,
};

export const moved = {
  appointment_id: appointment,
  status: 'in_progress',
  position: 0,
  version: 2,
  updated_at: '2025-09-20T15:05:00.000Z',
  date: '2025-09-20',
  revision: '43',
};

export const historyItem = {
  version: 2,
  type: 'moved',
  at: '2025-09-20T15:05:00.000Z',
  actor: { id: 'anonymous', name: 'anonymous' },
  from_status: 'scheduled',
  to_status: 'in_progress',
  from_position: 0,
  to_position: 0,
  changes: { status: { from: 'scheduled', to: 'in_progress' } },
  correlation_id: 'b5a1f0de',
};

const row = { version: 1, created_at: at, updated_at: at };

export const serviceRow = {
  id: service,
  ...row,
  code: 'OIL',
  name: 'Oil change',
  description: 'Oil and filter',
  base_price_cents: 7900,
  est_minutes: 45,
  is_active: true,
};

export const customerRow = {
  id: customer,
  ...row,
  name: 'Ana Torres',
  phone: '(555) 010-0199',
  email: 'ana@example.com',
  address: '12 Oak Street',
  notes: null,
};

export const vehicleRow = {
  id: vehicle,
  ...row,
  customer_id: customer,
  license_plate: '7ABC123',
  year: 2020,
  make: 'Honda',
  model: 'Civic',
  color: 'blue',
  vin: '1HGCM82633A004352',
  warnings: [],
};

export const technicianRow = { id: technician, ...row, name: 'Sam Lee', color: '#2563eb', is_active: true };

/** A page that holds one thing. */
export const pageOf = (item: unknown) => ({ items: [item], total: 1, page: 1, page_size: 50, pages: 1 });
