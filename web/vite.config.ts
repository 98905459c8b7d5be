import { readFileSync } from "node:fs";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { languages } from "../shared/languages.ts";

const target = ["chrome111", "safari16.4", "firefox115"];
const root = import.meta.dirname;
const worker = "service-worker";
/** What pages share on which somebody does something; the home page does without. */
const ofActs = /[\\/]ui[\\/](confirm|csv-file|share-button|use-action|use-kept-focus|use-undo)[.]/;
/** The frame of places and their texts, which home and the stores' pages do without. */
const ofPlaces = /[\\/]ui[\\/]place-frame[.]|[\\/]line[\\/]texts[.]|[\\/]messages[\\/](ko|en)[\\/]place[.]/;

/** What a store's page and its host's share. */
const ofStores = /[\\/]stores[\\/](staff[\\/]|(day-picker|store-days|store-facts|use-store)[.])|[\\/]src[\\/]file[.]/;
/** Shapes of what is said to the server: some pages look at them, the home page does not. */
const ofShapes = /[\\/]shared[\\/](accounts|ids|line|moments|people-codes|privacy|texts)[.]|[\\/]typebox[\\/]/;

const client = {
  outDir: "dist",
  emptyOutDir: true,
  target,
  // The server's policy allows neither inline scripts nor data: fonts, so everything stays a file.
  assetsInlineLimit: 0,
  modulePreload: { polyfill: false },
  rolldownOptions: {
    input: { index: join(root, "index.html"), [worker]: join(root, `src/${worker}.ts`) },
    output: {
      // Its address decides which pages it serves, so it stays at the root under its own name.
      entryFileNames: ({ name }: { name: string }) => (name === worker ? "[name].js" : "assets/[name]-[hash].js"),
      codeSplitting: {
        groups: [
          // Changes seldom, so browsers keep it from release to release.
          { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
          // The texts of home need them, so they must not come with the texts of places.
          { name: "figures", test: /[\\/]messages[\\/](ko|en)[\\/]figures[.]/ },
          // What all pages share; the rooms behind the home page come with their own.
          { name: "base", test: isShared, minShareCount: 2 },
          { name: "places", test: ofPlaces, minShareCount: 2 },
          { name: "acts", test: ofActs, minShareCount: 2 },
          { name: "stores", test: ofStores, minShareCount: 2 },
          { name: "shapes", test: ofShapes, minShareCount: 2 },
        ],
      },
    },
  },
};
/** What no page needs but those of one room. */
const ofOneRoom =
  /[\\/](line|slots|reservations|accounts|chat|messages[\\/](ko|en))[\\/]|[\\/](live|notification|chat-codes|room-)/;
/** What comes once the row that it fills is near. */
const ofRows = /[\\/]stores[\\/]recommended[.]/;

function isShared(id: string): boolean {
  return (
    /[\\/](web|shared)[\\/]/.test(id) &&
    !ofActs.test(id) &&
    !ofPlaces.test(id) &&
    !ofStores.test(id) &&
    !ofShapes.test(id) &&
    !ofOneRoom.test(id) &&
    !ofRows.test(id)
  );
}

/** The same pages as a program for the server, with everything it needs, so that React runs as built for production. */
const server = { outDir: "dist/server", emptyOutDir: true, target: "node20", copyPublicDir: false };

/** Tells the service worker which files this build has; fonts are many, so it keeps them only once they were used. */
function nameFiles(): Plugin {
  return {
    name: "name-files",
    // After Vite has dropped the chunks that it emptied.
    enforce: "post",
    apply: (_, { isSsrBuild }) => !isSsrBuild,
    generateBundle(_, bundle) {
      const program = bundle[`${worker}.js`];
      if (program?.type !== "chunk") throw new Error("The build has no service worker.");
      const files = Object.keys(bundle).filter((name) => name.startsWith("assets/"));
      const paths = files.map((name) => `/${name}`).sort();
      const shell = paths.filter((path) => isProgram(path) && !isForDoors(path));
      const known = { files: [...paths, "/icon.svg"], shell: [...shell, "/icon.svg"] };
      if (!program.code.includes("__BUILD__")) throw new Error("The service worker has no place for its files.");
      program.code = program.code.replace(/(["'`])__BUILD__\1/, JSON.stringify(JSON.stringify(known)));
    },
  };
}

/** Names the texts of both languages; the server leaves the one that is needed, which then comes with the rest. */
function nameTexts(): Plugin {
  return {
    name: "name-texts",
    apply: (_, { isSsrBuild }) => !isSsrBuild,
    transformIndexHtml: {
      order: "post",
      handler: (_, { bundle }) =>
        languages.map((language) => {
          const texts = Object.values(bundle ?? {}).find((file) => file.type === "chunk" && file.name === language);
          if (texts === undefined) throw new Error(`The build has no texts in ${language}.`);
          const attrs = { rel: "modulepreload", crossorigin: true, hreflang: language, href: `/${texts.fileName}` };
          return { tag: "link", attrs, injectTo: "head" as const };
        }),
    },
  };
}

/** Says the order of the layers in every stylesheet, so that none decides it by coming first. */
function orderLayers(): Plugin {
  const [order = ""] = readFileSync(join(root, "src/ui/tokens.css"), "utf8").split("\n");
  if (!order.startsWith("@layer ")) throw new Error("tokens.css does not begin with the order of the layers.");
  return {
    name: "order-layers",
    enforce: "post",
    apply: (_, { isSsrBuild }) => !isSsrBuild,
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "asset" && file.fileName.endsWith(".css")) file.source = `${order}${file.source}`;
      }
    },
  };
}

function isProgram(path: string): boolean {
  return /[.](js|css)$/.test(path);
}

/** Reads QR codes where a browser cannot: large, and only for those who stand at a door, whose page fetches it. */
function isForDoors(path: string): boolean {
  return path.includes("/jsQR-");
}

export default defineConfig(({ isSsrBuild }) => ({
  root,
  plugins: [react(), orderLayers(), nameFiles(), nameTexts()],
  server: { proxy: { "/api": { target: "http://127.0.0.1:3000", ws: true }, "/posters": "http://127.0.0.1:3000" } },
  ssr: { noExternal: true },
  ...(isSsrBuild ? { define: { "process.env.NODE_ENV": '"production"' } } : {}),
  build: isSsrBuild ? server : client,
}));
