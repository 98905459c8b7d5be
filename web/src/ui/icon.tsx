const shapes = {
  close: "M6 6l12 12M18 6 6 18",
  arrow: "M5 12h14M13 6l6 6-6 6",
  check: "M5 12.5 10 17 19 7",
  chevron: "M9 6l6 6-6 6",
  shield: "M12 3l7 3v6c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6zM9 12l2 2 4-4",
  network: "M4 9.5a12 12 0 0 1 16 0M7 13a7.5 7.5 0 0 1 10 0M10 16.5a3 3 0 0 1 4 0M12 19.5h.01",
  pause: "M9 6v12M15 6v12",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20a7.5 7.5 0 0 1 15 0",
  ticket: "M4 7h16v3a2 2 0 0 0 0 4v3H4v-3a2 2 0 0 0 0-4zM14 7v10",
  minus: "M6 12h12",
  plus: "M12 6v12M6 12h12",
  line: "M5 7h.01M5 12h.01M5 17h.01M10 7h9M10 12h9M10 17h9",
  home: "M4 11 12 4l8 7v9h-5v-6H9v6H4z",
  compass: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM15.5 8.5l-2 5-5 2 2-5z",
  calendar: "M5 6h14v14H5zM5 10h14M9 3.5V7M15 3.5V7",
  share: "M12 15V4M8 7.5 12 4l4 3.5M5 13v7h14v-7",
  pin: "M12 21s-7-6.2-7-11a7 7 0 1 1 14 0c0 4.8-7 11-7 11ZM12 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
  mail: "M4 6h16v12H4zM4 7l8 6 8-6",
  search: "M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12ZM20 20l-4.6-4.6",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5h4",
  pencil: "M5 19v-3.5L16 4.5l3.5 3.5L8.5 19z",
  chat: "M4 5h16v11h-8l-4 4v-4H4z",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  tack: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 8v4.5l3 2",
};

export type IconName = keyof typeof shapes;

export function Icon({ name, size = 22 }: { name: IconName; size?: number }) {
  return (
    <svg className="stroke" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  );
}
