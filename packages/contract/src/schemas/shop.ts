import type { Static } from 'typebox';
import { Strict, Text } from './primitives.ts';

/** Whose boards these are. */
export const Shop = Strict(
  { name: Text('Name of the shop'), time_zone: Text('Its IANA time zone') },
  { title: 'Shop' },
);
export type Shop = Static<typeof Shop>;
