import { text } from '../text/text.ts';
import { TextField } from '../ui/field.tsx';
import { needsEndDate, type WhenDraft, withStart } from './when-draft.ts';

interface Props {
  when: WhenDraft;
  timeZone: string;
  onChange: (when: WhenDraft) => void;
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
          onChange={(date) => onChange(withStart(when, { date }, timeZone))}
        />
        <TextField
          label={say.start}
          type="time"
          value={when.start}
          onChange={(start) => onChange(withStart(when, { start }, timeZone))}
        />
        <TextField
          label={say.end}
          type="time"
          value={when.end}
          error={errors.appt_end}
          onChange={(end) => onChange({ ...when, end })}
        />
      </div>
      {needsEndDate(when) && (
        <div className="field-row">
          <TextField
            label={say.endDate}
            type="date"
            value={when.endDate}
            onChange={(endDate) => onChange({ ...when, endDate })}
          />
        </div>
      )}
    </div>
  );
}
