// The load generator, a process of its own beside the server it loads. It is told what to do over IPC.
import { type AfterChangeTask, runAfterChange } from './load/after-change.ts';
import { CardsInPlay, type PlayedCard } from './load/cards-in-play.ts';
import { type FreshReadsTask, runFreshReads } from './load/fresh-reads.ts';
import { type Load, runEachOnce, runMixed, runMoves, runReads } from './load/loads.ts';
import { checkCards, type OpenLoadTask, runOpenLoad } from './load/open-load.ts';
import { runStreams, type StreamTask } from './load/streams.ts';
import { answerTasks } from './stage/child.ts';

export type GeneratorTask =
  | { kind: 'cards'; cards: PlayedCard[] }
  | ({ kind: 'moves'; dates: string[] } & Load)
  | ({ kind: 'reads'; path: string; notModified: boolean } & Load)
  | ({ kind: 'mixed'; dates: string[] } & Load)
  | ({ kind: 'open' } & OpenLoadTask)
  | { kind: 'each-once'; port: number; clients: number; dates: string[] }
  | { kind: 'check'; port: number; dates: string[] }
  | ({ kind: 'after-change' } & AfterChangeTask)
  | ({ kind: 'fresh-reads' } & FreshReadsTask)
  | ({ kind: 'streams' } & StreamTask);

let cards = new CardsInPlay([]);

answerTasks(async (task: GeneratorTask) => {
  switch (task.kind) {
    case 'cards':
      cards = new CardsInPlay(task.cards);
      return null;
    case 'moves':
      return runMoves(task, cards, task.dates);
    case 'reads':
      return runReads(task, task.path, task.notModified);
    case 'mixed':
      return runMixed(task, cards, task.dates);
    case 'open':
      return runOpenLoad(task, cards);
    case 'each-once':
      return runEachOnce(task.port, task.clients, task.dates);
    case 'check':
      return checkCards(task.port, cards, task.dates);
    case 'after-change':
      return runAfterChange(task, cards);
    case 'fresh-reads':
      return runFreshReads(task, cards);
    case 'streams':
      return runStreams(task, cards);
  }
});
