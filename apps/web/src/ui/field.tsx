import { type ReactNode, useId } from 'react';
import './field.css';

/** What a control needs in order to belong to its label and its fault. */
export interface ControlProps {
  id: string;
  'aria-invalid': boolean | undefined;
  'aria-describedby': string | undefined;
}

interface Props {
  label: string;
  /** Beside the label, such as "optional". */
  hint?: string | undefined;
  error?: string | undefined;
  /** Below the control. */
  note?: ReactNode;
  /** Only for those who don't see that it is there already, above. */
  labelHidden?: boolean;
  className?: string;
  children: (control: ControlProps) => ReactNode;
}

/** A label, a control and what is wrong with it. */
export function Field({ label, hint, error, note, labelHidden, className = '', children }: Props) {
  const id = useId();
  const errorId = `${id}-error`;
  const noteId = `${id}-note`;
  const described = [note && noteId, error && errorId].filter(Boolean).join(' ');
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'field-label'}>
        {label}
        {hint && <span className="field-hint">{hint}</span>}
      </label>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': described || undefined })}
      {note && (
        <p id={noteId} className="field-note">
          {note}
        </p>
      )}
      {error && (
        <p id={errorId} className="field-error">
          {error}
        </p>
      )}
    </div>
  );
}

interface TextFieldProps extends Omit<Props, 'children'> {
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'tel' | 'email' | 'date' | 'time';
  inputMode?: 'numeric' | 'decimal';
  maxLength?: number;
  autoFocus?: boolean;
  placeholder?: string;
}

export function TextField({
  value,
  onChange,
  type = 'text',
  inputMode,
  maxLength,
  autoFocus,
  placeholder,
  ...field
}: TextFieldProps) {
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          className="input"
          type={type}
          inputMode={inputMode}
          maxLength={maxLength}
          placeholder={placeholder}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: only for fields that open because somebody asked for them
          autoFocus={autoFocus}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
