import { Menu } from '@base-ui/react/menu';
import { type Card, TRANSITIONS } from '@edgar-auto-shop/contract';
import { type FocusEvent, type MouseEvent, type RefObject, useRef } from 'react';
import { text } from '../text/text.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { useBoardActions } from './board-context.ts';
import { focusCard } from './focus-card.ts';
import { placeOf } from './place.ts';
import './move-menu.css';

interface Props {
  card: Card;
  anchor: HTMLElement;
  /** Where it is put on the page: in its main part, for those who go by parts. */
  container: RefObject<HTMLElement | null>;
  onClose: () => void;
}

interface Step {
  label: string;
  icon: IconName;
  index: number;
}

/** Where a card can go within its column; a place it already has is not offered. */
function stepsFor(index: number, last: number): Step[] {
  const { top, up, down, bottom } = text.menu;
  const steps: (Step & { needed: boolean })[] = [
    { label: top, icon: 'top', index: 0, needed: index > 1 },
    { label: up, icon: 'up', index: index - 1, needed: index > 0 },
    { label: down, icon: 'down', index: index + 1, needed: index < last },
    { label: bottom, icon: 'bottom', index: last, needed: index < last - 1 },
  ];
  return steps.filter((step) => step.needed);
}

/** Everything that dragging can do, for those who cannot drag. One menu for the whole board. */
export function MoveMenu({ card, anchor, container, onClose }: Props) {
  const actions = useBoardActions();
  const board = actions.board();
  const { status, index } = board ? placeOf(board, card) : { status: card.status, index: 0 };
  const steps = stepsFor(index, (board?.columns[status].items.length ?? 1) - 1);
  const targets = TRANSITIONS[card.status];
  // Who opened it by keyboard is at its first line at once; under a mouse nothing is chosen yet.
  const atFirst = useRef(anchor.matches(':focus-visible'));
  const focusFirst = (event: FocusEvent<HTMLElement>) => {
    if (!atFirst.current || event.target !== event.currentTarget) return;
    atFirst.current = false;
    event.currentTarget.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  };
  const done = (act: () => void) => (event: MouseEvent) => {
    act();
    // Who works by keyboard goes along with the card; under a finger the board stays where it is.
    if (event.detail === 0) focusCard(card.id);
  };
  return (
    <Menu.Root open onOpenChange={(open) => !open && onClose()}>
      <Menu.Portal container={container}>
        <Menu.Positioner className="menu-place" anchor={anchor} align="end" sideOffset={4}>
          <Menu.Popup
            className="menu"
            onFocus={focusFirst}
            aria-label={text.card.menu(card.customer_name)}
            finalFocus={() => (anchor.isConnected ? anchor : false)}
          >
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">{text.menu.moveTo}</Menu.GroupLabel>
              {targets.map((to) => (
                <Menu.Item key={to} className="menu-item" onClick={done(() => actions.move(card, to))}>
                  <span className={`menu-dot column-${to}`} />
                  {text.status[to]}
                </Menu.Item>
              ))}
              {targets.length === 0 && <p className="menu-note">{text.menu.final}</p>}
            </Menu.Group>
            {steps.length > 0 && (
              <Menu.Group>
                <Menu.GroupLabel className="menu-label">{text.menu.order}</Menu.GroupLabel>
                {steps.map((step) => (
                  <Menu.Item
                    key={step.label}
                    className="menu-item"
                    onClick={done(() => actions.drop(card, { status, index: step.index }))}
                  >
                    <Icon name={step.icon} />
                    {step.label}
                  </Menu.Item>
                ))}
              </Menu.Group>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
