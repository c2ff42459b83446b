import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { precompress } from './build/precompress.ts'

/** Where a desk under development finds its API: `npm start` in another terminal. */
const api = process.env.DESK_API ?? 'http://localhost:4000'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), precompress()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // A picture inlined as a data: address would need a weaker content security policy.
    assetsInlineLimit: 0,
    manifest: true,
  },
  server: {
    // Whole paths: the folder web/graphql has modules of its own. The API refuses writes from another host than its own.
    proxy: Object.fromEntries(
      ['^/graphql$', '^/photos(/|$)', '^/batches(/|$)', '^/desk.json$'].map((path) => [
        path,
        { target: api, changeOrigin: false },
      ]),
    ),
  },
})
