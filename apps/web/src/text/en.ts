import type { Status } from '@edgar-auto-shop/contract';
import { history, job } from './en-job.ts';
import { newJob } from './en-new-job.ts';
import { outbox } from './en-outbox.ts';
import { plural } from './plural.ts';

const status: Record<Status, string> = {
  scheduled: 'Scheduled',
  in_progress: 'In progress',
  ready: 'Ready',
  completed: 'Completed',
  no_show: 'No-show',
};

/** How long in words that fit on a card: `25 min`, `1 h 10 min`. */
function span(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** English. Sentences are whole, so that another language may order its words as it likes. */
export const en = {
  shopName: "Edgar's Mobile Auto Shop",
  status,

  header: {
    previousDay: 'Previous day',
    nextDay: 'Next day',
    today: 'Today',
    pickDate: 'Pick another date',
    date: 'Date',
    newAppointment: 'New appointment',
    toDark: 'Switch to dark colors',
    toLight: 'Switch to light colors',
    shortcuts: 'Keyboard shortcuts',
  },

  stats: {
    label: 'The day in numbers',
    wholeShop: 'Whole shop',
    jobs: 'Jobs',
    onSite: 'On site',
    unpaid: 'Unpaid',
    revenue: 'Revenue',
    onSiteHint: 'In progress or ready',
    unpaidHint: 'Still owed, no-shows left out',
    revenueHint: 'Total of the completed jobs',
  },

  technicians: {
    filter: 'Show the jobs of',
    everyone: 'Everyone',
    unassigned: 'Unassigned',
    label: 'Technician',
    noneYet: {
      before: 'This shop has no technicians yet. They are added through ',
      link: 'the API',
      after: ', with “createTechnician”.',
    },
  },

  connection: {
    loading: 'Connecting…',
    live: 'Live',
    polling: 'Every few seconds',
    stale: (since: string) => `Not updated since ${since}`,
    offline: 'Offline',
    offlineSince: (since: string) => `Offline since ${since}`,
    error: 'No connection',
    retry: 'Try again',
  },

  board: {
    label: 'Board',
    column: (name: string, n: number) => `${name}, ${plural(n, 'job', 'jobs')}`,
    emptyColumn: 'No jobs',
    loading: 'Loading the board',
    emptyTitle: (day: string) => `Nothing booked for ${day}`,
    emptyBody: 'New appointments appear here as cards. Drag them across as the day goes on.',
    demo: 'Load a demo day',
    demoBody: 'Or fill today with example customers, vehicles and jobs to see how it works.',
    demoLoading: 'Loading…',
    demoFailed: 'The demo day could not be loaded.',
    errorTitle: 'The board can’t be loaded',
    errorNetwork: 'The shop’s server doesn’t answer. Check the connection; this page keeps trying by itself.',
    errorOther: 'The shop’s server answered with an error. This page keeps trying by itself.',
  },

  broken: {
    title: 'This page stopped working',
    body: 'What was saved is safe. Load the page again, or begin with today’s board.',
    reload: 'Load again',
    today: 'Today’s board',
  },

  card: {
    open: (customer: string) => `Open the job of ${customer}`,
    menu: (customer: string) => `Move the job of ${customer}`,
    lateBy: (minutes: number) => `${span(minutes)} late`,
    overBy: (minutes: number) => `${span(minutes)} over`,
    doubleBooked: 'Double-booked: its technician has another job at the same time',
    pending: 'Saving…',
    retrying: 'Waiting to be saved',
    parked: 'Your change was not saved',
    due: (amount: string) => `${amount} due`,
    paid: 'Paid',
    times: (name: string, quantity: number) => `${name} ×${quantity}`,
    hasNotes: 'Has notes',
    instructions:
      'Press Enter to open. Press Space to pick up, the arrow keys to choose a place, Space again to drop and Escape to cancel. Press M for the menu.',
  },

  menu: {
    moveTo: 'Move to',
    order: 'In this column',
    top: 'To the top',
    up: 'Up',
    down: 'Down',
    bottom: 'To the bottom',
    open: 'Open',
    final: 'A completed job stays completed',
  },

  drag: {
    pickedUp: (customer: string, column: string, place: number, of: number) =>
      `Picked up ${customer}, place ${place} of ${of} in ${column}.`,
    over: (column: string, place: number, of: number) => `${column}, place ${place} of ${of}.`,
    overNothing: 'Not over a column it may go to.',
    notFrom: (from: string, to: string) => `From “${from}” a job can’t go to “${to}”`,
    noFurther: 'No column that way that it may go to.',
    dropped: (customer: string, column: string, place: number) => `Dropped ${customer} in ${column}, place ${place}.`,
    cancelled: (customer: string) => `Cancelled. ${customer} stays where it was.`,
  },

  outcome: {
    moved: (customer: string, column: string) => `${customer} moved to ${column}`,
    reordered: (customer: string) => `${customer} moved`,
    undone: (customer: string) => `Undone: ${customer} is back`,
    withdrawn: (customer: string) => `Undone: ${customer} is back`,
    undo: 'Undo',
    dismiss: 'Dismiss',
    messages: 'Messages',
    conflict: (customer: string, column: string) =>
      `Somebody else changed ${customer} meanwhile. The job is “${column}” now.`,
    gone: (customer: string) => `${customer} isn’t on this board any more: cancelled, or moved to another day.`,
    notAllowed: (customer: string, from: string, to: string) =>
      `${customer} is “${from}” now, and can’t go from there to “${to}”.`,
    notUndoableCreation: (customer: string) => `A booking can’t be undone. Cancel ${customer} instead.`,
    notUndoableLate: (customer: string) => `Too late to undo: the latest change of ${customer} is over a day old.`,
    forbidden: (customer: string) => `You may not move ${customer}.`,
    failed: (customer: string, reason: string) => `${customer} could not be moved: ${reason}`,
  },

  outbox,
  job,
  history,
  newJob,

  failure: {
    network: 'The server can’t be reached. What you typed is still here; try again.',
    timeout: 'The server took too long to answer. Try again: nothing is done twice.',
    unavailable: 'The server is busy or restarting. Try again in a moment: nothing is done twice.',
    rateLimited: 'Too many requests at once. Try again in a moment.',
    validation: 'Something doesn’t fit. Look at the marked fields.',
    notFound: 'It isn’t there any more.',
    forbidden: 'You may not do that.',
    other: (message: string) => `That didn’t work: ${message}`,
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    list: [
      [['N'], 'New appointment'],
      [['T'], 'Today'],
      [['['], 'Previous day'],
      [[']'], 'Next day'],
      [['←', '↑', '↓', '→'], 'From card to card'],
      [['Enter'], 'Open the job'],
      [['Space'], 'Pick up and drop a card'],
      [['M'], 'Menu of the card'],
      [['?'], 'This list'],
    ] as [string[], string][],
    close: 'Close',
  },
};
