import Type, { type Static } from 'typebox';
import { Count, Day, MAX_INTEGER, Strict } from './primitives.ts';

const Seed = (description: string) => Type.Integer({ description, minimum: 0, maximum: MAX_INTEGER });

/** Which day is to be filled with example appointments. */
export const DemoDayRequest = Strict(
  {
    seed: Type.Optional({ ...Seed('The same seed gives the same day'), default: 1 }),
    date: Type.Optional(Day("The date to fill; default today in the shop's zone")),
    force: Type.Optional(
      Type.Boolean({
        description: 'Add the day to a shop that has data. What is there stays as it is',
        default: false,
      }),
    ),
  },
  { title: 'DemoDayRequest' },
);
export type DemoDayRequest = Static<typeof DemoDayRequest>;

/** What a demo day consists of. */
export const DemoDay = Strict(
  {
    date: Day('The date that was filled'),
    seed: Seed('The seed of this day'),
    technicians: Count('Technicians added'),
    services: Count('Services that the day books from; those whose code the shop had are used, the others were added'),
    customers: Count('Customers added'),
    vehicles: Count('Vehicles added'),
    appointments: Count('Appointments added'),
  },
  { title: 'DemoDay' },
);
export type DemoDay = Static<typeof DemoDay>;
