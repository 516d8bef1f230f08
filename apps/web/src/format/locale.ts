/** How numbers, times and dates are written, and in which currency a shop counts. A translation brings its own. */
export const LOCALE = 'en-US';
export const CURRENCY = 'USD';
