// One file, so that what both look at is synthesized once: it takes seconds.
import "./rows.ts";
import "./safety.ts";
