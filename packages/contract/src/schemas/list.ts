import Type, { type TSchema } from 'typebox';
import { Count, Strict } from './primitives.ts';

/** Which page of a list. */
export const pageQuery = {
  page: Type.Optional(Type.Integer({ description: 'From 1', minimum: 1, maximum: 1_000_000, default: 1 })),
  page_size: Type.Optional(Type.Integer({ description: 'Items a page', minimum: 1, maximum: 200, default: 50 })),
};

/** A page of a list; past the end it is empty, with the true totals. */
export const Page = <S extends TSchema>(items: S) =>
  Strict({
    items: Type.Array(items),
    total: Count('Items on all pages'),
    page: Count('This page, from 1'),
    page_size: Count('Items a page'),
    pages: Count('Pages; 0 where there are no items'),
  });

/** A page of things, as a type. */
export interface PageOf<T> {
  items: T[];
  total: number;
  page: number;
  page_size: number;
  pages: number;
}
