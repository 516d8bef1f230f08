/** The button with the day shown: where the focus goes when the card that had it left the board. */
export const dayButton = (): HTMLElement | null => document.querySelector<HTMLElement>('.date-name');
