import { CARD_ATTRIBUTE } from './drag/hit-test.ts';

/** Gives a card the focus once it is drawn where it now belongs, and scrolls to it. */
export function focusCard(id: string): void {
  requestAnimationFrame(() => {
    const card = document.querySelector(`[${CARD_ATTRIBUTE}="${CSS.escape(id)}"]`);
    card?.querySelector<HTMLElement>('.card-open')?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
}
