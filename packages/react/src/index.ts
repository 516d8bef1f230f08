export type { Surroundings } from './attention.ts';
export { sameButPosition } from './board-model.ts';
export { BoardStore, type BoardStoreOptions } from './board-store.ts';
export type { Outcome } from './outcomes.ts';
export type { BoardSnapshot, Connection } from './snapshot.ts';
export { type StatusBoard, type UseStatusBoardOptions, useStatusBoard } from './use-status-board.ts';
