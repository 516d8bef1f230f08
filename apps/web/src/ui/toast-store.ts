/** A short message that goes away by itself. */
export interface Toast {
  id: number;
  tone: 'plain' | 'problem';
  message: string;
  action?: { label: string; run: () => void };
  /** Whose news it is: it goes once it is overtaken. */
  about?: string;
}

const MAX = 2;

/** Messages are told to the store by whoever has something to say, and drawn by one `Toaster`. */
class ToastStore {
  #toasts: readonly Toast[] = [];
  #next = 1;
  readonly #listeners = new Set<() => void>();

  readonly getSnapshot = (): readonly Toast[] => this.#toasts;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Shows a message; the oldest gives way when there are too many. */
  readonly show = (toast: Omit<Toast, 'id'>): void => {
    this.#toasts = [...this.#toasts, { ...toast, id: this.#next++ }].slice(-MAX);
    this.#tell();
  };

  readonly dismiss = (id: number): void => {
    this.#toasts = this.#toasts.filter((toast) => toast.id !== id);
    this.#tell();
  };

  /** What was told about this one is overtaken, and what could be done about it as well. */
  readonly forget = (about: string): void => {
    this.#toasts = this.#toasts.filter((toast) => toast.about !== about);
    this.#tell();
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export const toasts = new ToastStore();
