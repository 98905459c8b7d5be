import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FastifySwaggerUiOptions } from "@fastify/swagger-ui";
import { repository } from "../repository.ts";

const iconFile = join(repository, "web/public/icon.svg");
const iconType = "image/svg+xml; charset=utf-8";

/** A phone reads it at its own width, and the eye finds problems as a list; colours follow the device. */
const style = `
.swagger-ui .info { margin: 32px 0; }
.swagger-ui .info .title small { top: 0; }
.swagger-ui .response-col_description .markdown ul { margin: 0; padding-left: 1.2em; }
.swagger-ui .opblock .opblock-summary-description { min-width: 0; }
html { color-scheme: light; }
html.dark-mode { color-scheme: dark; background: #1c2022; }
@media (max-width: 640px) {
  .swagger-ui .opblock .opblock-summary { flex-wrap: wrap; }
  .swagger-ui .opblock .opblock-summary-description { flex-basis: 100%; padding: 4px 10px; }
  .swagger-ui .wrapper { padding: 0 12px; }
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
