import { readFile } from 'node:fs/promises'
import type { YogaServerOptions } from 'graphql-yoga'

export type RenderGraphiQL = NonNullable<YogaServerOptions<object, object>['renderGraphiQL']>

/** The page has everything in it; the editor's threads start from what it has, and it styles as it goes. */
const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'font-src data:',
  "img-src 'self' data:",
  "connect-src 'self'",
].join('; ')

/**
 * GraphiQL from this machine's own files, with a way to send photos along. A tool of development: a
 * production install does without.
 *
 * @returns null where it is not installed
 */
export async function openGraphiql(): Promise<RenderGraphiQL | null> {
  const found = await import('@graphql-yoga/render-graphiql').catch(() => null)
  if (!found) return null
  const script = await readFile(new URL('./attach-photo.mjs', import.meta.url), 'utf8')
  return (options) => {
    const page = found.renderGraphiQL(options)
    // By positions, not by replacing: the page is megabytes of script, with every pattern in it somewhere.
    const head = page.indexOf('<head>') + '<head>'.length
    const end = page.lastIndexOf('</body>')
    return `${page.slice(0, head)}
      <meta http-equiv="Content-Security-Policy" content="${policy}">${page.slice(head, end)}
      <script>{${script}}</script>${page.slice(end)}`
  }
}
