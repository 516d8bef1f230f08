import { Dialog as Base } from '@base-ui/react/dialog';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { guardBack } from '../route/url-state.ts';
import { IconButton } from './button.tsx';
import { Question } from './question.tsx';
import './dialog.css';

interface Props {
  title: string;
  closeLabel: string;
  /** `side`: a drawer at the edge of the screen. On a phone all but `small` fill it. */
  size: 'small' | 'large' | 'side';
  /** What to ask before something that was typed goes away with it; nothing where nothing was. */
  unsaved?: { title: string; keep: string; discard: string } | undefined;
  /** Whether something was typed, asked at the moment when somebody wants to leave: a key after the last one typed is early. */
  isUnsaved?: () => boolean;
  /** What has the focus first: the title, or the first field. */
  first?: 'title' | 'field';
  /** What gets the focus afterwards, where that is not what had it before; asked when it closes. */
  focusAfter?: (() => HTMLElement | null) | undefined;
  onClose: () => void;
  children: ReactNode;
}

/** A window on top: holds the focus, closes with Escape and gives the focus back. */
export function Dialog(props: Props) {
  const { title, closeLabel, size, unsaved, isUnsaved, first = 'title', focusAfter, onClose, children } = props;
  const [asking, setAsking] = useState(false);
  const popup = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const latest = useRef(isUnsaved);
  latest.current = isUnsaved;
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      if (latest.current?.()) event.preventDefault();
    };
    const release = guardBack(() => {
      const keeps = latest.current?.() ?? false;
      if (keeps) setAsking(true);
      return keeps;
    });
    window.addEventListener('beforeunload', leave);
    return () => {
      release();
      window.removeEventListener('beforeunload', leave);
    };
  }, []);
  const close = (event: Event) => {
    // A message lies above every window, and putting it away is not a wish to leave.
    if (event.target instanceof Element && event.target.closest('.toaster')) return;
    if (isUnsaved?.()) setAsking(true);
    else onClose();
  };
  return (
    <Base.Root open onOpenChange={(open, { event }) => !open && close(event)}>
      <Base.Portal>
        <Base.Backdrop className="dialog-backdrop" />
        <Base.Popup
          ref={popup}
          className={`dialog dialog-${size}`}
          finalFocus={focusAfter ?? true}
          initialFocus={() =>
            (first === 'field' && popup.current?.querySelector<HTMLElement>('.dialog-body input')) || heading.current
          }
        >
          <div className="dialog-head">
            <Base.Title ref={heading} className="dialog-title" tabIndex={-1}>
              {title}
            </Base.Title>
            <Base.Close render={<IconButton icon="close" label={closeLabel} />} />
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
      {unsaved && (
        <Question
          open={asking}
          title={unsaved.title}
          yes={unsaved.discard}
          no={unsaved.keep}
          onYes={onClose}
          onNo={() => setAsking(false)}
        />
      )}
    </Base.Root>
  );
}
