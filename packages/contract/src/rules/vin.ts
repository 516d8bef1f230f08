const VALUES: Record<string, number> = Object.fromEntries(
  [...'0123456789']
    .map((digit) => [digit, Number(digit)] as const)
    .concat(
      [...'ABCDEFGH'].map((letter, i) => [letter, i + 1] as const),
      [...'JKLMN'].map((letter, i) => [letter, i + 1] as const),
      [
        ['P', 7],
        ['R', 9],
      ],
      [...'STUVWXYZ'].map((letter, i) => [letter, i + 2] as const),
    ),
);
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/**
 * Whether the ninth character of a VIN is the check digit of the others (49 CFR 565.15). Only North American vehicles
 * must carry one, so a wrong digit is worth a warning and no more.
 *
 * @param vin 17 characters, upper case, without I, O and Q
 */
export function hasValidCheckDigit(vin: string): boolean {
  const sum = [...vin].reduce((total, character, i) => total + (VALUES[character] ?? 0) * (WEIGHTS[i] ?? 0), 0);
  const remainder = sum % 11;
  return vin[8] === (remainder === 10 ? 'X' : String(remainder));
}
