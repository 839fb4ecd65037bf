import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The bundle is committed where the server reads it, so that users need no Node. Names carry a hash of their content.
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "../server/src/main/resources/dev/skald/server/console",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
  },
  // `npm run dev` shows the sources against a server on its usual port.
  server: { proxy: { "/api": "http://127.0.0.1:8083" } },
});
