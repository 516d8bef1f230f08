import { Component, type ReactNode } from 'react';
import { text } from './text/text.ts';
import { Button } from './ui/button.tsx';
import { Icon } from './ui/icon.tsx';
import './board/board-states.css';

/** What is left of the page when a part of it threw: never nothing at all. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError = () => ({ failed: true });

  override render() {
    if (!this.state.failed) return this.props.children;
    const { title, body, reload, today } = text.broken;
    return (
      <main className="board-state board-state-page" role="alert">
        <span className="board-state-mark board-state-mark-problem">
          <Icon name="alert" size={28} />
        </span>
        <h2>{title}</h2>
        <p>{body}</p>
        <Button look="primary" onClick={() => window.location.reload()}>
          {reload}
        </Button>
        {/* A whole new page: the address may be what broke this one. */}
        <a href="/">{today}</a>
      </main>
    );
  }
}
