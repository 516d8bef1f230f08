import { formatMoney } from '../format/money.ts';
import { text } from '../text/text.ts';
import { IconButton } from '../ui/button.tsx';
import { type DraftLine, totalOf } from './draft-line.ts';
import './services.css';

interface Props {
  lines: readonly DraftLine[];
  onQuantity: (code: string, by: number) => void;
}

export function ServiceLines({ lines, onQuantity }: Props) {
  if (lines.length === 0) return null;
  return (
    <ul className="lines">
      {lines.map(({ code, name, qty, price_cents }) => (
        <li key={code} className="line">
          <span className="line-name">{name}</span>
          <span className="line-quantity tabular">
            <IconButton
              icon={qty > 1 ? 'minus' : 'close'}
              label={qty > 1 ? text.newJob.less(name) : text.newJob.remove(name)}
              onClick={() => onQuantity(code, -1)}
            />
            {qty}
            <IconButton icon="plus" label={text.newJob.more(name)} onClick={() => onQuantity(code, 1)} />
          </span>
          <span className="line-price tabular">{formatMoney(qty * price_cents)}</span>
        </li>
      ))}
      <li className="line line-total">
        <span className="line-name">{text.job.total}</span>
        <span className="line-price tabular">{formatMoney(totalOf(lines))}</span>
      </li>
    </ul>
  );
}
