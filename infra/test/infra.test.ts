// One file, so that what all look at is synthesized once: it takes seconds.
import "./rows.ts";
import "./promises.ts";
import "./functions.ts";
import "./rights.ts";
import "./lasting.ts";
import "./figures.ts";
import "./charts.ts";
import "./edge.ts";
import "./safety.ts";
