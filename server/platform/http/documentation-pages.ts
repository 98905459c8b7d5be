import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FastifySwaggerUiOptions } from "@fastify/swagger-ui";
import { repository } from "../repository.ts";

const iconFile = join(repository, "web/public/icon.svg");
const iconType = "image/svg+xml; charset=utf-8";

/**
 * The icon beside the name, problems in the size of what surrounds them, a phone's width used. Hidden are a column of
 * links that are never there and a form for the session's cookie, which no page can set.
 */
const style = `
html { color-scheme: light; }
html.dark-mode { color-scheme: dark; background: #1c2022; }
.swagger-ui .info { margin: 32px 0; }
.swagger-ui .info .title::before {
  content: ""; display: inline-block; width: 36px; height: 36px; margin-right: 12px; vertical-align: -5px;
  background: url("icon.svg") center / contain no-repeat;
}
.swagger-ui .scheme-container, .swagger-ui .response-col_links { display: none; }
.swagger-ui .responses-wrapper .markdown ul, .swagger-ui .responses-wrapper .renderedMarkdown ul {
  margin: 0; padding-left: 1.2em; font-size: 14px;
}
@media (max-width: 640px) {
  .swagger-ui .wrapper { padding: 0 12px; }
  .swagger-ui .opblock .opblock-summary-control { flex-wrap: nowrap; }
  .swagger-ui .opblock .opblock-summary-method { min-width: 64px; padding: 6px 0; font-size: 12px; }
  .swagger-ui .opblock .opblock-summary-path { max-width: none; }
  .swagger-ui .responses-inner { padding: 12px; }
  .swagger-ui table.responses-table > tbody > tr > td:first-of-type { min-width: 0; width: 48px; }
}
`;

/** Their own switch for the dark sits in the bar that is left out, and their page does not tell a phone its width. */
const program = `
const viewport = document.createElement("meta");
viewport.name = "viewport";
viewport.content = "width=device-width,initial-scale=1";
document.head.append(viewport);
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();
`;

/** How the documentation looks: Popline's name and icon, no bar for other documents, rooms in alphabetical order. */
export async function documentationPages(): Promise<FastifySwaggerUiOptions> {
  const icon = await readFile(iconFile);
  return {
    uiConfig: { layout: "BaseLayout", tagsSorter: "alpha", docExpansion: "list", defaultModelsExpandDepth: -1 },
    theme: {
      title: "Popline API",
      favicon: [{ filename: "icon.svg", rel: "icon", type: iconType, sizes: "any", content: icon }],
      css: [{ filename: "popline.css", content: style }],
      js: [{ filename: "popline.js", content: program }],
    },
  };
}
