// Small drawings beside words; the words say the same.
const PATHS = {
  overview: "M3 11l7-7 7 7M5 9.500V17h10V9.500",
  machines: "M4 4h5v4H4zM11 12h5v4h-5zM6.500 8v6H11",
  executions: "M4 5h12M4 10h12M4 15h8",
  desk: "M4 12l3-8h6l3 8M4 12v4h12v-4h-4l-1 2H9l-1-2z",
  studio: "M7 6l-4 4 4 4M13 6l4 4-4 4",
  events: "M10 3l-5 8h4l-1 6 6-9h-4z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg width="18" height="18" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
