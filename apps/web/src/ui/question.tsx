import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Button } from './button.tsx';
import './dialog.css';

interface Props {
  open: boolean;
  title: string;
  body?: string;
  yes: string;
  no: string;
  busy?: boolean;
  /** Why it did not work. */
  error?: string | undefined;
  onYes: () => void;
  onNo: () => void;
}

/** Asks before something that cannot be seen to be wrong afterwards. */
export function Question({ open, title, body, yes, no, busy = false, error, onYes, onNo }: Props) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onNo()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="dialog-backdrop dialog-backdrop-top" />
        <AlertDialog.Popup className="dialog dialog-small dialog-top">
          <div className="dialog-head">
            <AlertDialog.Title className="dialog-title">{title}</AlertDialog.Title>
          </div>
          {(body || error) && (
            <div className="dialog-body">
              {body && <AlertDialog.Description>{body}</AlertDialog.Description>}
              {error && (
                <p className="dialog-message" role="alert">
                  {error}
                </p>
              )}
            </div>
          )}
          <div className="dialog-foot">
            <AlertDialog.Close render={<Button>{no}</Button>} />
            <Button look="danger" disabled={busy} onClick={onYes}>
              {yes}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
