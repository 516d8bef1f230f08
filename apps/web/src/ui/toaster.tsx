import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { type Toast, toasts } from './toast-store.ts';
import './toaster.css';

const PLAIN_MS = 6_000;
const PROBLEM_MS = 12_000;

function ToastView({ toast, dismissLabel }: { toast: Toast; dismissLabel: string }) {
  // Whoever reads it or is about to press its button is not raced.
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => toasts.dismiss(toast.id), toast.tone === 'problem' ? PROBLEM_MS : PLAIN_MS);
    return () => clearTimeout(timer);
  }, [held, toast.id, toast.tone]);
  const { action } = toast;
  return (
    <li
      className={`toast toast-${toast.tone}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={toast.tone === 'problem' ? 'alert' : 'check'} />
      <span className="toast-message">{toast.message}</span>
      {action && (
        <Button
          look="quiet"
          onClick={() => {
            toasts.dismiss(toast.id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton icon="close" label={dismissLabel} onClick={() => toasts.dismiss(toast.id)} />
    </li>
  );
}

export function Toaster({ label, dismissLabel }: { label: string; dismissLabel: string }) {
  const list = useSyncExternalStore(toasts.subscribe, toasts.getSnapshot);
  return (
    <section className="toaster" aria-label={label} aria-live="polite" aria-relevant="additions">
      <ol>
        {list.map((toast) => (
          <ToastView key={toast.id} toast={toast} dismissLabel={dismissLabel} />
        ))}
      </ol>
    </section>
  );
}
