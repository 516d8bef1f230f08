import { expect, test } from 'vitest';
import { draftFromSearch } from './customer-draft.ts';

test.each([
  [' Marta Lopez ', { name: 'Marta Lopez', phone: '', email: '' }],
  ['(555) 010-7788', { name: '', phone: '(555) 010-7788', email: '' }],
  ['marta@example.com ', { name: '', phone: '', email: 'marta@example.com' }],
  ['Marta @ the corner', { name: 'Marta @ the corner', phone: '', email: '' }],
])('searched for %j, a new customer has it where it belongs', (query, draft) => {
  expect(draftFromSearch(query)).toMatchObject(draft);
});
