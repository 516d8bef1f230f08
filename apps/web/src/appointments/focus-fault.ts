/** Puts the focus, once it is drawn, into the first field with a fault: in a long form it may be far from the button. */
export function focusFault(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
