import { text } from '../text/text.ts';
import { TextField } from '../ui/field.tsx';
import { needsEndDate, type WhenDraft, withStart } from './when-draft.ts';

interface Props {
  when: WhenDraft;
  timeZone: string;
  /** What happens to the time as it then is. */
  onChange: (change: (when: WhenDraft) => WhenDraft) => void;
  errors: Record<string, string>;
}

export function WhenFields({ when, timeZone, onChange, errors }: Props) {
  const say = text.job;
  return (
    <div className="form-part">
      <div className="field-row field-row-when">
        <TextField
          label={say.date}
          type="date"
          value={when.date}
          error={errors.appt_start}
          onChange={(date) => onChange((before) => withStart(before, { date }, timeZone))}
        />
        <TextField
          label={say.start}
          type="time"
          value={when.start}
          error={errors.start}
          onChange={(start) => onChange((before) => withStart(before, { start }, timeZone))}
        />
        <TextField
          label={say.end}
          type="time"
          value={when.end}
          error={errors.appt_end}
          onChange={(end) => onChange((before) => ({ ...before, end }))}
        />
      </div>
      {needsEndDate(when) && (
        <div className="field-row">
          <TextField
            label={say.endDate}
            type="date"
            value={when.endDate}
            onChange={(endDate) => onChange((before) => ({ ...before, endDate }))}
          />
        </div>
      )}
    </div>
  );
}
