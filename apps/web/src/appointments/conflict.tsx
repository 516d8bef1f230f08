import { useTechnicians } from '../technicians/technicians-context.tsx';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { conflictOf } from './conflict-words.ts';
import type { Edit } from './rebase.ts';

interface Props {
  /** What was typed, on top of the job as somebody else left it. */
  edit: Edit;
  timeZone: string;
  onMine: () => void;
  onTheirs: () => void;
}

/** Says what somebody else changed meanwhile, beside what was typed, and asks which of the two it shall be. */
export function Conflict({ edit, timeZone, onMine, onTheirs }: Props) {
  const technicians = useTechnicians();
  const { differences, kept } = conflictOf(edit, { timeZone, technicians });
  const say = text.job;
  return (
    <div className="conflict" role="alert">
      <p>{say.conflict}</p>
      {differences.length > 0 && (
        <table className="conflict-table">
          <thead>
            <tr>
              <td />
              <th scope="col">{say.theirs}</th>
              <th scope="col">{say.yours}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ name, theirs, yours }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{theirs}</td>
                <td>{yours}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {kept.length > 0 && (
        <div className="conflict-kept">
          <p>{say.keptAnyway}</p>
          <ul>
            {kept.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="conflict-choice">
        <Button onClick={onMine}>{say.keepMine}</Button>
        <Button look="primary" onClick={onTheirs}>
          {say.takeTheirs}
        </Button>
      </div>
    </div>
  );
}
