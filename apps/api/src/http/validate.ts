import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { TSchema } from 'typebox';
import { invalid } from '../errors.ts';
import { formats } from './formats.ts';
import { describeFaults } from './validation-messages.ts';

// No coercion here: a body says what it means. Queries are read by `readQuery` first, for in a URL all is text.
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strict: true, formats });

const compiled = new WeakMap<TSchema, ValidateFunction>();

// Compiled when first used: all at once would cost 0.2 s of every start.
function validatorOf(schema: TSchema): ValidateFunction {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  return validate;
}

/**
 * @param whole what the value is called in a message about it as a whole, e.g. `body`
 * @throws ApiError `validation_error`, with every field that does not fit
 */
export function check(schema: TSchema, value: unknown, whole: string): void {
  const validate = validatorOf(schema);
  if (validate(value)) return;
  throw invalid(describeFaults(validate.errors ?? [], whole));
}
