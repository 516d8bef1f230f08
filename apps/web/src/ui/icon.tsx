const PATHS = {
  left: 'M10 3.5 5.5 8l4.5 4.5',
  right: 'M6 3.5 10.5 8 6 12.5',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  close: 'm4 4 8 8M12 4l-8 8',
  calendar: 'M2.5 6.5h11M5 2v2.5M11 2v2.5M3.5 3.5h9a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1Z',
  sun: 'M8 5.25a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5ZM8 1.5v1.25M8 13.25v1.25M1.5 8h1.25M13.25 8h1.25M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  moon: 'M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1Z',
  keyboard:
    'M2.5 4h11a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1ZM4.5 9.75h7M4.25 6.75h.01M6.75 6.75h.01M9.25 6.75h.01M11.75 6.75h.01',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  up: 'M8 13V3.5M4 7.5l4-4 4 4',
  down: 'M8 3v9.5M4 8.5l4 4 4-4',
  top: 'M3 2.75h10M8 13.5V6M4.75 9.25 8 6l3.25 3.25',
  bottom: 'M3 13.25h10M8 2.5V10M4.75 6.75 8 10l3.25-3.25',
  undo: 'M5.5 3.5 2.5 6.5l3 3M3 6.5h6.25a3.75 3.75 0 0 1 0 7.5H6',
  note: 'M3.5 2.5h9v7.75l-3.25 3.25H3.5ZM9.25 13.25v-3h3M5.75 5.5h4.5M5.75 8h3',
  overlap: 'M2.5 2.5h7v7h-7ZM6.5 6.5h7v7h-7Z',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 4.75V8l2.25 1.5',
  offline:
    'm2 2 12 12M4.6 9.2a4.9 4.9 0 0 1 2.2-1.1M2.3 6.6A8.2 8.2 0 0 1 5 4.9M8.4 4a8.2 8.2 0 0 1 5.3 2.6M8 12.3h.01',
  check: 'm3 8.5 3.25 3.25L13 5',
  alert: 'M8 2.25 14.25 13H1.75ZM8 6.5v3M8 11.25h.01',
  phone:
    'M3.2 2.5h2.2l1.1 2.9-1.4 1.1a8 8 0 0 0 4.4 4.4l1.1-1.4 2.9 1.1v2.2a.9.9 0 0 1-.9.9A10.4 10.4 0 0 1 2.3 3.4a.9.9 0 0 1 .9-.9Z',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.3 10.3l3.2 3.2',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside words, or inside a control that has a name: never read out. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.4 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
