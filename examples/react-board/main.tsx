// The board in 40 lines of code: paste this over src/main.tsx of a new Vite app (npm create vite@latest my-board -- --template react-ts),
// then  npm install @edgar-auto-shop/react @edgar-auto-shop/contract  and  npm run dev  beside a running board.
import { type Card, STATUSES, TRANSITIONS } from '@edgar-auto-shop/contract';
import { useStatusBoard } from '@edgar-auto-shop/react';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

function Board({ baseUrl }: { baseUrl: string }) {
  const { board, connection, error, moveAppointment } = useStatusBoard({ baseUrl });
  const [refusal, setRefusal] = useState('');

  async function move(card: Card, to: Card['status']) {
    const outcome = await moveAppointment(card.id, to);
    setRefusal(outcome.kind === 'refused' ? outcome.failure.message : '');
  }

  if (!board) return <p role="status">{error ? error.message : 'One moment …'}</p>;
  return (
    <main>
      <h1>{`${board.date} (${connection.state})`}</h1>
      <p role="alert">{refusal}</p>
      {STATUSES.map((status) => (
        <section key={status} aria-label={status}>
          <h2>{status}</h2>
          {board.columns[status].items.map((card) => (
            <p key={card.id}>
              {card.customer_name}, {card.vehicle_info}{' '}
              {TRANSITIONS[status].map((to) => (
                <button key={to} type="button" onClick={() => void move(card, to)}>
                  {to}
                </button>
              ))}
            </p>
          ))}
        </section>
      ))}
    </main>
  );
}

const baseUrl = new URLSearchParams(location.search).get('api') ?? 'http://127.0.0.1:3000';
createRoot(document.getElementById('root') as HTMLElement).render(<Board baseUrl={baseUrl} />);
