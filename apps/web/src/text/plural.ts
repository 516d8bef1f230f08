import { LOCALE } from '../format/locale.ts';

export const plural = (n: number, one: string, many: string): string =>
  `${n.toLocaleString(LOCALE)} ${n === 1 ? one : many}`;
