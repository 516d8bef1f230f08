// Prints today's board whenever it changes, and moves the first scheduled card along when asked to:
//   npm install @edgar-auto-shop/client
//   node watch-board.ts http://127.0.0.1:3000 [--start-first]
import { createStatusBoardClient, failureOf } from '@edgar-auto-shop/client';

const [baseUrl = 'http://127.0.0.1:3000', flag] = process.argv.slice(2);
const client = createStatusBoardClient({
  baseUrl,
  hooks: { onRetry: ({ operation, waitMs }) => console.log(`${operation}: again in ${Math.round(waitMs)} ms`) },
});

const { status, version } = await client.healthCheck();
console.log(`${baseUrl} is ${status} (version ${version})`);

const subscription = client.subscribe({
  onBoard: ({ date, revision, stats }) => console.log(date, `revision ${revision}`, JSON.stringify(stats.statusCounts)),
  onState: (state) => console.log(`connection: ${state.kind}`),
});
process.once('SIGINT', () => subscription.close());

if (flag === '--start-first') {
  try {
    const board = await client.fetchBoard();
    const card = board.columns.scheduled.items[0];
    if (!card) console.log('Nothing is scheduled.');
    else {
      const moved = await client.moveAppointment(card.id, {
        new_status: 'in_progress',
        expected_version: card.version,
      });
      console.log(`${card.customer_name}: ${moved.status}, version ${moved.version}`);
    }
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure.kind === 'version_conflict') console.log('Somebody was faster:', failure.details.current);
    else console.log(`Not moved: ${failure.message}`);
  }
}
