import { useEffect } from 'react';
import { setUrlState } from '../route/url-state.ts';
import { useKnownTechnicians } from './technicians-context.tsx';

/** As many as are asked for at once: whoever is not among them may be there all the same. */
const PAGE = 200;

/** Takes a technician whom the shop does not have out of the address: the board would be empty, and nothing would say why. */
export function useKnownFilter(techId: string | undefined): void {
  const technicians = useKnownTechnicians();
  const isUnknown =
    techId !== undefined &&
    technicians !== undefined &&
    technicians.length < PAGE &&
    !technicians.some(({ id }) => id === techId);
  useEffect(() => {
    if (isUnknown) setUrlState({ tech: undefined }, 'replace');
  }, [isUnknown]);
}
