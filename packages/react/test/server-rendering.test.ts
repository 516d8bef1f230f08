import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { useStatusBoard } from '../src/use-status-board.ts';

test('on a server the hook gives the loading state, and touches no window', () => {
  expect(typeof window).toBe('undefined');
  const Shown = () => {
    const { board, loading, connection, pending } = useStatusBoard({
      baseUrl: 'http://board.invalid',
      date: '2025-09-20',
    });
    return createElement('p', null, JSON.stringify({ board, loading, state: connection.state, pending }));
  };
  const html = renderToString(createElement(Shown)).replaceAll('&quot;', '"');
  expect(html).toBe('<p>{"board":null,"loading":true,"state":"loading","pending":[]}</p>');
});
