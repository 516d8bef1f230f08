import { text } from '../text/text.ts';
import { Dialog } from '../ui/dialog.tsx';
import './shortcuts-dialog.css';

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={text.shortcuts.title} closeLabel={text.shortcuts.close} size="small" onClose={onClose}>
      <dl className="shortcuts">
        {text.shortcuts.list.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
