import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { proxy: { "/api": "http://127.0.0.1:3000" } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: ["chrome111", "safari16.4", "firefox115"],
    // The server's policy allows neither inline scripts nor data: fonts, so everything stays a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
