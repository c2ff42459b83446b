import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskConfigOf } from '../../api/desk/desk-config.ts'
import { serveDesk } from '../../api/desk/serve-desk.ts'

const config = { auth: 'open', oidc: null } as const

describe('the desk', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'desk-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<title>desk</title>')
    await writeFile(join(folder, 'assets', 'main-abc.js'), 'export {}')
    await writeFile(join(folder, 'assets', 'main-abc.js.br'), 'brotli')
  })
  afterAll(() => rm(folder, { recursive: true }))
  const ask = (path: string, init?: RequestInit) => serveDesk({ config, folder }).request(path, init)

  it.each(['/', '/claims', '/claims/c123/photos/p456'])('answers %s with its one page', async (path) => {
    const response = await ask(path)
    expect(await response.text()).toBe('<title>desk</title>')
    expect(response.headers.get('Cache-Control')).toBe('no-cache')
  })

  it('serves files compressed, to be kept for good', async () => {
    const response = await ask('/assets/main-abc.js', { headers: { 'Accept-Encoding': 'br' } })
    expect(response.headers.get('Content-Encoding')).toBe('br')
    expect(response.headers.get('Content-Type')).toContain('javascript')
    expect(response.headers.get('Cache-Control')).toContain('immutable')
  })

  it('answers a file that is gone with 404, not with a page', async () => {
    const response = await ask('/assets/main-old.js')
    expect(response.status).toBe(404)
    expect(response.headers.get('Cache-Control')).toBeNull()
  })

  it.each(['/../package.json', '/..%2fpackage.json', '/assets/%2e%2e/%2e%2e/package.json'])(
    'gives nothing from outside its folder: %s',
    async (path) => {
      const response = await ask(path)
      expect(await response.text()).not.toContain('dependencies')
    },
  )

  it('says where to go when it is not built', async () => {
    const page = await serveDesk({ config, folder: join(folder, 'nowhere') }).request('/')
    expect(await page.text()).toContain('npm run build:web')
  })

  it('lets pages load scripts, styles and pictures from here alone', async () => {
    const policy = (await ask('/')).headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("connect-src 'self';")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
  })

  it('tells browsers how people sign in, and lets them reach the provider', async () => {
    const oidc = deskConfigOf({
      AUTH: 'required',
      OIDC_ISSUER: 'https://login.test/realms/claims',
      OIDC_CLIENT_ID: 'desk',
      OIDC_SCOPE: 'openid',
    })
    const desk = serveDesk({ config: oidc, issuers: ['https://tokens.test'], folder })
    expect(await (await desk.request('/desk.json')).json()).toEqual({
      auth: 'required',
      oidc: { issuer: 'https://login.test/realms/claims', clientId: 'desk', scope: 'openid' },
    })
    const policy = (await desk.request('/')).headers.get('Content-Security-Policy')
    expect(policy).toContain("connect-src 'self' https://login.test https://tokens.test;")
  })

  it('has no sign-in for people where no client is named', () => {
    const { auth, oidc } = deskConfigOf({
      AUTH: 'required',
      OIDC_ISSUER: 'https://login.test',
      OIDC_CLIENT_ID: undefined,
      OIDC_SCOPE: 'openid',
    })
    expect({ auth, oidc }).toEqual({ auth: 'required', oidc: null })
  })
})
