import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { securityHeaders } from '../../web/security-headers.ts'
import type { DeskConfig } from './desk-config.ts'
import { deskPlaceholder } from './placeholder.ts'

export const builtDesk: string = fileURLToPath(new URL('../../web/dist', import.meta.url))

export interface ServeDeskOptions {
  config: DeskConfig
  /** Origins, beside the issuer's own, that sign people in. @default none */
  issuers?: readonly string[]
  /** Origins of the store behind the edge, which the browser talks to itself. @default none */
  stores?: readonly string[]
  /** What `npm run build:web` wrote. */
  folder?: string
}

/** The claims desk: its files, `/desk.json`, and its one page for every address within it. */
export function serveDesk({ config, issuers = [], stores = [], folder = builtDesk }: ServeDeskOptions): Hono {
  const own = config.oidc ? [new URL(config.oidc.issuer).origin] : []
  const headers = securityHeaders({ pictures: stores, issuers: [...own, ...issuers] })
  const desk = new Hono()
  desk.get('/desk.json', (c) => c.json(config, 200, { 'Cache-Control': 'no-store' }))
  desk.use('/assets/*', async (c, next) => {
    await next()
    // Their names change with their content.
    if (c.res.ok) c.header('Cache-Control', 'public, max-age=31536000, immutable')
  })
  desk.use('/*', async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
  })
  const files = serveStatic({ root: folder, precompressed: true })
  desk.use('/*', (c, next) => (isPage(c.req.path) ? next() : files(c, next)))
  desk.get('/*', async (c) => {
    // A file that is not there is not a page: a stale tab must learn that, not receive HTML for script.
    if (!isPage(c.req.path)) return c.notFound()
    const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null)
    c.header('Cache-Control', 'no-cache')
    if (page === null) return c.html(deskPlaceholder)
    return c.html(page)
  })
  return desk
}

const isPage = (path: string) => !/\.[a-z0-9]+$/i.test(path)
