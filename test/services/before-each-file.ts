import { countDaysFromNow } from "./days.ts";

countDaysFromNow();
