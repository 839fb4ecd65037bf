// Every page of the console, by the first segment of its address. A page is loaded when it is first opened.
import { lazy, type ComponentType } from "react";
import type { IconName } from "../ui/icons";

export interface PageProps {
  /** What follows the first segment. */
  rest: string[];
}

export interface Page {
  segment: string;
  name: string;
  /** Shown in the navigation when it has an icon. */
  icon?: IconName;
  /** The letter that leads there after `g`. */
  letter?: string;
  show: ComponentType<PageProps>;
}

export const PAGES: Page[] = [
  {
    segment: "overview",
    name: "Overview",
    icon: "overview",
    letter: "o",
    show: lazy(() => import("./overview")),
  },
  {
    segment: "machines",
    name: "Machines",
    icon: "machines",
    letter: "m",
    show: lazy(() => import("./machines")),
  },
  {
    segment: "executions",
    name: "Executions",
    icon: "executions",
    letter: "e",
    show: lazy(() => import("./executions")),
  },
  {
    segment: "desk",
    name: "Desk",
    icon: "desk",
    letter: "d",
    show: lazy(() => import("./desk/page")),
  },
  {
    segment: "studio",
    name: "Studio",
    icon: "studio",
    letter: "s",
    show: lazy(() => import("./studio/page")),
  },
  {
    segment: "map-runs",
    name: "Map Run",
    show: lazy(() => import("./mapRun")),
  },
];

/** What the bare address shows. */
export const FIRST = "overview";
