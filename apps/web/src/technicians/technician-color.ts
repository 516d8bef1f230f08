import type { Technician } from '@edgar-auto-shop/contract';

const FALLBACK = ['#2563eb', '#c2410c', '#15803d', '#7c3aed', '#b91c5c', '#0e7490', '#a16207', '#4d7c0f'];

/** A technician's own color, or one that is always the same for the same technician. */
export function technicianColor(id: string, technicians: readonly Technician[]): string {
  const own = technicians.find((technician) => technician.id === id)?.color;
  if (own) return own;
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) % 9973;
  return FALLBACK[sum % FALLBACK.length] ?? '#2563eb';
}
