import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const target = ["chrome111", "safari16.4", "firefox115"];
const client = {
  outDir: "dist",
  emptyOutDir: true,
  target,
  // The server's policy allows neither inline scripts nor data: fonts, so everything stays a file.
  assetsInlineLimit: 0,
  modulePreload: { polyfill: false },
  rolldownOptions: {
    output: {
      codeSplitting: {
        groups: [
          // Changes seldom, so browsers keep it from release to release.
          { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
          { name: "base", test: /[\\/](web|shared)[\\/]/, minShareCount: 2 },
        ],
      },
    },
  },
};
/** The same pages as a program for the server, with everything it needs, so that React runs as built for production. */
const server = { outDir: "dist/server", emptyOutDir: true, target: "node20", copyPublicDir: false };

export default defineConfig(({ isSsrBuild }) => ({
  root: import.meta.dirname,
  plugins: [react()],
  server: { proxy: { "/api": { target: "http://127.0.0.1:3000", ws: true }, "/posters": "http://127.0.0.1:3000" } },
  ssr: { noExternal: true },
  ...(isSsrBuild ? { define: { "process.env.NODE_ENV": '"production"' } } : {}),
  build: isSsrBuild ? server : client,
}));
