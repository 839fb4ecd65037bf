import { defineConfig } from "vite";

// What runs in Node: the tests, and the program that holds the trace against histories of real executions.
export default defineConfig({
  build: {
    ssr: true,
    outDir: "node_modules/.tests",
    emptyOutDir: true,
    minify: false,
    rolldownOptions: { input: { units: "test/units.ts", histories: "test/histories.ts" } },
  },
  logLevel: "warn",
});
