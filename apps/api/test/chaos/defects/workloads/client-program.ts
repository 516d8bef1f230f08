// Somebody who books through the typed client: `node client-program.ts URL BODY…` books each and prints what it was told.
import { createStatusBoardClient } from '@edgar-auto-shop/client';

const [baseUrl = '', ...bodies] = process.argv.slice(2);
const client = createStatusBoardClient({ baseUrl, retry: { attempts: 5, baseMs: 20, capMs: 100 } });
for (const body of bodies) {
  const told = await client.createAppointment(JSON.parse(body)).then(
    ({ id }) => `booked ${id}`,
    (error: Error) => `refused ${error.message}`,
  );
  console.log(told);
}
console.log('that is all');
