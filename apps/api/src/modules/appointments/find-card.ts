import type { Tx } from '../../db/database.ts';
import type { StoredCard } from '../../db/stored-card.ts';
import { isUuid } from '../../db/uuid.ts';
import { type AppointmentRow, findAppointment } from './sql.ts';

/** An appointment with the board it is on, or was on when it was cancelled. */
export interface FoundCard {
  card: StoredCard;
  date: string;
  position: number;
  cancelled: boolean;
}

export const asFound = ({ card, rank, ...rest }: AppointmentRow): FoundCard => ({
  ...rest,
  card: { ...card, rank: Number(rank) },
});

/** An appointment of the shop by its id, cancelled or not, or null. */
export async function findCard(tx: Tx, shopId: string, id: string): Promise<FoundCard | null> {
  if (!isUuid(id)) return null;
  const [row] = await tx.query<AppointmentRow>(findAppointment(shopId, id));
  return row ? asFound(row) : null;
}
