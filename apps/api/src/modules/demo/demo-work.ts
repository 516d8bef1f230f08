// What the demo shop does, what it asks for it, and what mechanics write on the cards.
import type { NewService } from '@edgar-auto-shop/contract';

export interface PricedService extends NewService {
  est_minutes: number;
  /** Of no use to a vehicle that runs on a battery. */
  engine?: true;
}

export const PRICE_LIST: readonly PricedService[] = [
  {
    code: 'OIL',
    name: 'Synthetic oil change',
    description: 'Up to 6 quarts of full synthetic, filter, fluids topped up.',
    base_price_cents: 8_900,
    est_minutes: 45,
    engine: true,
  },
  {
    code: 'INSPECT',
    name: 'Multi-point inspection',
    description: 'With photos. Free of charge where a repair follows.',
    base_price_cents: 4_900,
    est_minutes: 30,
  },
  {
    code: 'BATTERY',
    name: '12 V battery replacement',
    description: 'Battery with 36 months of warranty, old one recycled.',
    base_price_cents: 21_900,
    est_minutes: 30,
  },
  { code: 'ROTATE', name: 'Tire rotation', base_price_cents: 3_900, est_minutes: 30 },
  {
    code: 'FLAT',
    name: 'Flat repair',
    description: 'Plug and patch, per tire.',
    base_price_cents: 4_500,
    est_minutes: 30,
  },
  { code: 'WIPERS', name: 'Wiper blades, pair', base_price_cents: 3_600, est_minutes: 15 },
  {
    code: 'COOLANT',
    name: 'Coolant flush',
    base_price_cents: 14_900,
    est_minutes: 45,
    engine: true,
  },
  {
    code: 'DIAG',
    name: 'Diagnosis',
    description: 'Computer, road test and a written estimate.',
    base_price_cents: 12_900,
    est_minutes: 60,
  },
  { code: 'AC', name: 'A/C check and recharge', base_price_cents: 18_900, est_minutes: 60 },
  {
    code: 'BRAKES-R',
    name: 'Rear brake pads',
    base_price_cents: 24_900,
    est_minutes: 75,
  },
  {
    code: 'BRAKES-F',
    name: 'Front brake pads and rotors',
    base_price_cents: 38_900,
    est_minutes: 90,
  },
  { code: 'STARTER', name: 'Starter motor', base_price_cents: 46_900, est_minutes: 90, engine: true },
  { code: 'ALTERNATOR', name: 'Alternator', base_price_cents: 54_900, est_minutes: 105, engine: true },
  {
    code: 'BELT',
    name: 'Timing belt and water pump',
    description: 'With tensioner, idlers and coolant.',
    base_price_cents: 98_900,
    est_minutes: 270,
    engine: true,
  },
];

/** How long a job takes decides where it fits in: up to 45, 60, 105 minutes, or half a day. */
export type JobSize = 'quick' | 'short' | 'medium' | 'long';

export interface JobKind {
  codes: readonly string[];
  /** Only for a vehicle with an engine, though the services are for all. */
  engine?: true;
  /** One of them is written on the card; an empty one writes nothing. */
  notes: readonly string[];
}

export const JOBS: Record<JobSize, readonly JobKind[]> = {
  quick: [
    {
      codes: ['OIL'],
      notes: ['', 'Drain plug is a bit rounded, bring the 14 mm grip socket.', 'Uses a quart every 1,500 miles.'],
    },
    {
      codes: ['BATTERY'],
      notes: ['No crank this morning, lights dim. Jump box just in case.', 'Radio code is in the glove box.'],
    },
    { codes: ['FLAT'], notes: ['Nail in the right rear, outer third. Patch if it is not in the shoulder.'] },
    {
      codes: ['INSPECT'],
      notes: ['Buying it on Saturday, wants to know what it will need this year.', 'Road trip on Friday.'],
    },
    { codes: ['ROTATE'], notes: ['', 'Lock nut key is in the center console.'] },
    { codes: ['COOLANT'], notes: ['Temp gauge creeps up in traffic. Check the cap and the fan first.'] },
    { codes: ['INSPECT', 'WIPERS'], notes: ['', 'Driver side smears.'] },
    { codes: ['ROTATE', 'WIPERS'], notes: ['Vibrates at 65. Look at the left front for a bent rim.'] },
    { codes: ['BATTERY', 'WIPERS'], notes: ['Slow crank for a week. Memory saver, please.'] },
  ],
  short: [
    {
      codes: ['DIAG'],
      engine: true,
      notes: [
        'Check engine light, P0420. Smell of rotten eggs.',
        'Clunk from the front over speed bumps, worse when cold.',
      ],
    },
    {
      codes: ['DIAG'],
      engine: true,
      notes: ['Whining noise that follows the revs. Heard on the phone: power steering pump?'],
    },
    { codes: ['AC'], notes: ['Blows warm at idle, cold on the freeway. UV dye went in last summer.'] },
    { codes: ['OIL', 'WIPERS'], notes: ['', 'Reset the maintenance light.'] },
    { codes: ['INSPECT', 'ROTATE'], notes: ['Inner edge of the fronts is nearly gone, recommend an alignment.'] },
    { codes: ['FLAT', 'FLAT'], notes: ['Hit a pothole, both right tires. Spare is flat as well.'] },
  ],
  medium: [
    {
      codes: ['BRAKES-F'],
      notes: [
        'Grinding at low speed, left front. Pedal pulses on the downhill.',
        'Squeals when backing out of the garage.',
      ],
    },
    { codes: ['BRAKES-R'], notes: ['Parking brake drags; check the cable while you are at it.'] },
    { codes: ['STARTER'], notes: ['Single click, then nothing. Battery tested good at 12.6 V.'] },
    { codes: ['ALTERNATOR'], notes: ['Battery light on, 11.9 V running. Bring the long belt tool.'] },
    { codes: ['OIL', 'ROTATE'], notes: ['', '5W-30, own filter lies on the front seat.'] },
  ],
  long: [
    {
      codes: ['BELT'],
      notes: ['105k miles, belt never done. Half day. Parts are in the van: belt, pump, tensioner, 2 gal coolant.'],
    },
  ],
};

/** How to get to the vehicle. Each is on one card of the day, so that none of them is ever missing. */
export const ACCESS_NOTES: readonly string[] = [
  'Gate code 4471#, close it behind you.',
  'Dog in the yard, friendly but loud. Call from the gate.',
  'Key is in the lockbox on the rear hitch, 0-8-2-3.',
  'Parking garage, 6 ft 8 in clearance: take the small van.',
  'El portón está abierto, estacionar al fondo.',
  'Llamar al llegar, no tocar el timbre: bebé dormido.',
  'La llave la tiene la vecina del 12.',
  'Steep driveway. Wheel chocks!',
  'Text first, works nights.',
];
