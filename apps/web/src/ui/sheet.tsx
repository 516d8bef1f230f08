import { type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './button.tsx';
import './dialog.css';

interface Props {
  title: string;
  closeLabel: string;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A window at the edge of the screen by the browser's own means: for what must open without a network. A browser that failed
 * once to fetch a part of a program does not ask for it again before the page is loaded anew.
 */
export function Sheet({ title, closeLabel, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const name = useId();
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  // The browser gives the focus back to where it was, and then tells that it is closed.
  const close = () => dialog.current?.close();
  const closeOutside = (event: MouseEvent) => event.target === event.currentTarget && close();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the browser closes it with Escape
    <dialog
      ref={dialog}
      className="dialog dialog-side sheet"
      aria-labelledby={name}
      onClose={onClose}
      onClick={closeOutside}
    >
      <div className="dialog-head">
        <h2 id={name} className="dialog-title">
          {title}
        </h2>
        <IconButton icon="close" label={closeLabel} onClick={close} />
      </div>
      {children}
    </dialog>
  );
}
