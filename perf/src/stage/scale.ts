/** How much is measured. */
export interface Scale {
  clients: number;
  boards: number;
  /** Cards on each of them. */
  cards: number;
  /** Cards of the board that is read. */
  readCards: number;
  rounds: number;
  /** Seconds of each side in each round. */
  seconds: number;
  /** Seconds before anything counts, so that no side is measured cold. */
  warmUp: number;
  /** Single reads of a board after a change. */
  singleReads: number;
  /** Live streams of one board. */
  listeners: number;
  /** How often one of them is cut off and comes back. */
  cuts: number;
}

/** 20 boards of 100 cards, because that is what the limit's tables hold. */
export const FULL: Scale = {
  clients: 20,
  boards: 20,
  cards: 100,
  readCards: 200,
  rounds: 5,
  seconds: 6,
  warmUp: 4,
  singleReads: 150,
  listeners: 1_000,
  cuts: 100,
};

/** Shows that everything still runs and answers right; its figures mean little. */
export const QUICK: Scale = {
  clients: 20,
  boards: 4,
  cards: 25,
  readCards: 40,
  rounds: 1,
  seconds: 0.5,
  warmUp: 0.3,
  singleReads: 5,
  listeners: 20,
  cuts: 5,
};
