import type { Technician } from '@edgar-auto-shop/contract';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, use } from 'react';
import { client } from '../api/client.ts';

const Context = createContext<readonly Technician[] | undefined>(undefined);
const NOBODY: readonly Technician[] = [];

/** All technicians, those included who no longer get new work: old cards still name them. */
export const useTechnicians = (): readonly Technician[] => use(Context) ?? NOBODY;

/** The same; undefined until they are known. */
export const useKnownTechnicians = (): readonly Technician[] | undefined => use(Context);

/** Asks once for everybody: a subscription of its own for each of 500 cards would cost more than drawing them. */
export function TechniciansProvider({ children }: { children: ReactNode }) {
  const { data } = useQuery({
    queryKey: ['technicians'],
    queryFn: ({ signal }) => client.listTechnicians({ page_size: 200 }, { signal }),
    staleTime: 60_000,
    refetchInterval: 5 * 60_000,
  });
  return <Context value={data?.items}>{children}</Context>;
}
