import { en } from './en.ts';

export type Text = typeof en;

/** Every word that the program says. Another language is another object of the same shape, chosen here. */
export const text: Text = en;
