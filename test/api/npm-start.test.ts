import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ERASING } from '../../api/store/keys.ts'
import { createSqliteTable } from '../../api/store/sqlite-table.ts'
import { recordKey } from '../../edge/photo-keys.ts'
import { drawnPhoto, scratchedBumper } from '../inference/drawn-photo.ts'
import { ASSESS, CLAIM } from './operations.ts'
import { askServer, startServer, uploadTo } from './start-server.ts'

describe('npm start', { timeout: 180_000 }, () => {
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'npm-start-'))
  })
  afterAll(() => rm(dir, { recursive: true, force: true }))

  it('assesses a photo, survives kill -9, and still has the claim; SIGTERM ends it cleanly', async () => {
    const first = await startServer(dir)
    const photo = await drawnPhoto(...scratchedBumper)
    const { data } = await uploadTo(first.url, ASSESS, photo)
    expect(data.assessDamage).toMatchObject({ status: 'SUCCEEDED', damages: [{ type: 'scratch' }] })
    const { id } = data.assessDamage.claim

    const posted = await fetch(`${first.url}/photos`, { method: 'POST', body: photo })
    expect(posted.status).toBe(201)
    const byId = await askServer(first.url, ASSESS, {
      photo: ((await posted.json()) as { id: string }).id,
      claim: id,
    })
    expect(byId.data.assessDamage.status).toBe('SUCCEEDED')
    expect(first.log()).not.toContain('AWS')
    const links = await askServer(
      first.url,
      '{ claims { nodes { photos { links { original normalized enhanced } } } } }',
    )
    for (const link of Object.values(links.data.claims.nodes[0].photos[0].links) as string[]) {
      expect((await fetch(link)).status).toBe(200)
    }
    expect(await (await fetch(first.url)).text()).toContain('dentgraph')
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200)
    const graphiql = await (await fetch(`${first.url}/graphql`, { headers: { Accept: 'text/html' } })).text()
    expect(graphiql).toContain('GraphiQL')
    // Everything on this machine: the page loads no script from elsewhere.
    expect(graphiql).not.toMatch(/<script[^>]+src="?https?:/)
    await first.kill('SIGKILL')
    // What a death in the middle of taking a photo in leaves.
    const blobs = join(dir, 'blobs')
    const [half, orphan] = [join(blobs, '.unfinished/half'), join(blobs, `photos/p${'0'.repeat(32)}`)]
    await mkdir(orphan)
    for (const file of [half, join(orphan, 'original')]) await writeFile(file, photo)

    const second = await startServer(dir)
    const read = await askServer(second.url, CLAIM, { id })
    expect(read.data.claim).toMatchObject({ assessments: [{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }] })
    expect(read.data.claim.damages).toHaveLength(1)
    await expect.poll(() => readdir(join(blobs, '.unfinished'))).toEqual([])
    await expect.poll(() => readdir(orphan)).toEqual([])
    await askServer(second.url, 'mutation ($id: ID!) { eraseClaim(id: $id) { __typename } }', { id })
    const left = await readdir(blobs, { recursive: true, withFileTypes: true })
    expect(left.filter((one) => one.isFile()).map(({ name }) => name)).toEqual([])
    second.process.kill('SIGTERM')
    await expect.poll(second.log, { timeout: 20_000 }).toContain('"msg":"stopped"')
    expect(second.log()).not.toContain('"level":50')
  })

  it('answers the clients of examples/clients', async () => {
    const folder = await mkdtemp(join(dir, 'clients-'))
    const server = await startServer(folder, { CORS_ORIGINS: 'http://page.test' })
    const photo = join(folder, 'car.png')
    await writeFile(photo, await drawnPhoto(...scratchedBumper))
    const clients = fileURLToPath(new URL('../../examples/clients/', import.meta.url))
    const run = async (program: string, file: string) =>
      JSON.parse((await promisify(execFile)(program, [join(clients, file), photo, server.url])).stdout)
    const damages = [{ type: 'scratch', part: 'front_bumper' }]
    expect(await run('sh', 'assess.sh')).toMatchObject({ data: { assessDamage: { damages } } })
    expect(await run(process.execPath, 'assess.mjs')).toMatchObject({ damages })
    expect(await run('python3', 'assess.py')).toMatchObject({ damages })
    const typed = ['--import', 'tsx', join(clients, 'assess.ts'), photo, server.url]
    const { stdout } = await promisify(execFile)(process.execPath, typed)
    expect(stdout).toMatch(/scratch on front_bumper: [\d.]+ % of the photo/)

    // The page's own function, without a browser: it needs nothing of one but fetch and forms.
    const page = await readFile(join(clients, 'browser.html'), 'utf8')
    const [, script = ''] = /<script type="module">([^]*?)\/\/ Outlines/.exec(page) ?? []
    const assess = new Function('location', `${script}; return assess`)({ search: `?api=${server.url}` })
    expect(await assess(new File([await readFile(photo)], 'car.png'))).toMatchObject({ damages })
  })

  it('takes no operations but those known by name, when told so, and files with them', async () => {
    const folder = await mkdtemp(join(dir, 'persisted-'))
    const PERSISTED_OPERATIONS = join(folder, 'operations.json')
    await writeFile(PERSISTED_OPERATIONS, JSON.stringify({ assess: ASSESS, claim: CLAIM }))
    const { url } = await startServer(folder, { PERSISTED_OPERATIONS, PERSISTED_ONLY: 'true' })
    const named = (name: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: name } } })
    const post = async (body: FormData | string) => {
      const headers = typeof body === 'string' ? { 'Content-Type': 'application/json' } : {}
      return (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json() as Promise<any>
    }
    const form = new FormData()
    form.set('operations', JSON.stringify({ ...named('assess'), variables: { photo: null } }))
    form.set('map', JSON.stringify({ 0: ['variables.photo'] }))
    form.set('0', new Blob([await drawnPhoto(...scratchedBumper)]), 'car.png')
    const { data } = await post(form)
    expect(data.assessDamage).toMatchObject({ status: 'SUCCEEDED', damages: [{ type: 'scratch' }] })
    const variables = { id: data.assessDamage.claim.id }
    const read = await post(JSON.stringify({ ...named('claim'), variables }))
    expect(read.data.claim.damages).toHaveLength(1)
    expect((await post(JSON.stringify({ query: CLAIM, variables }))).errors).toHaveLength(1)
    expect((await post(JSON.stringify(named('unknown')))).errors).toHaveLength(1)
  })

  it('ends when npm alone is killed, so that nothing holds the port and the data', async () => {
    const server = await startServer(await mkdtemp(join(dir, 'npm-gone-')))
    server.process.kill('SIGKILL')
    await expect.poll(server.log, { timeout: 20_000 }).toContain('"msg":"stopped"')
    await expect(fetch(server.url)).rejects.toThrow()
  })

  it('starts the model server again when that dies', async () => {
    const server = await startServer(await mkdtemp(join(dir, 'again-')))
    const pid = Number(/"pid":(\d+)[^\n]*"dentgraph-inference"/.exec(server.log())?.[1])
    process.kill(pid, 'SIGKILL')
    const { data } = await uploadTo(server.url, ASSESS, await drawnPhoto(...scratchedBumper))
    expect(data.assessDamage).toMatchObject({ status: 'SUCCEEDED' })
  })

  it('serves though an erasure cannot be gone on with, and ends that once it can be', async () => {
    const folder = await mkdtemp(join(dir, 'erasing-'))
    const first = await startServer(folder)
    const { data } = await uploadTo(first.url, ASSESS, await drawnPhoto(...scratchedBumper))
    const { claim, photo } = data.assessDamage
    await first.kill('SIGKILL')
    // A crash has interrupted the erasure, and the disk does not let go of a file.
    // The process that was killed may take a moment to let go of it.
    const table = await vi.waitFor(() => createSqliteTable(join(folder, 'dentgraph.db')), { timeout: 10_000 })
    const left = { tenant: 'local', claimId: claim.id }
    await table.write([{ put: { pk: ERASING, sk: `local#${claim.id}`, data: left } }])
    await table.close()
    const record = join(folder, 'blobs', recordKey(photo.id))
    await rm(record)
    await mkdir(record)

    const second = await startServer(folder)
    expect((await fetch(`${second.url}/healthz`)).status).toBe(200)
    expect(second.log()).toContain('cannot go on with what was interrupted')
    await rm(record, { recursive: true })
    const files = async () =>
      (await readdir(join(folder, 'blobs'), { recursive: true, withFileTypes: true })).filter((one) =>
        one.isFile(),
      )
    await expect.poll(files, { timeout: 40_000, interval: 500 }).toEqual([])
  })

  const noRegion = {
    ...{ AWS_REGION: '', AWS_DEFAULT_REGION: '', AWS_PROFILE: '' },
    ...{ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
  }

  it.each([
    ['a port that is none', { PORT: 'http' }, 'PORT'],
    ['an address that others reach, while everybody may do everything', { HOST: '0.0.0.0' }, 'HOST'],
    ['a model that is not there', { MODEL_DIR: '/nowhere' }, 'MODEL_DIR'],
    [
      'a model whose manifest is none',
      { MODEL_DIR: fileURLToPath(new URL('.', import.meta.url)) },
      'MODEL_DIR',
    ],
    [
      'a folder that is a file',
      { DATA_DIR: fileURLToPath(new URL('../../package.json', import.meta.url)) },
      'DATA_DIR',
    ],
    ['a folder that nobody can make', { DATA_DIR: '/proc/dentgraph' }, 'DATA_DIR'],
    ['operations by name that are nowhere', { PERSISTED_ONLY: 'true' }, 'PERSISTED_OPERATIONS'],
    ['DynamoDB in no region', { ...noRegion, TABLE_NAME: 'claims' }, 'AWS_REGION'],
    ['S3 in no region', { ...noRegion, EDGE_BUCKET: 'photos' }, 'AWS_REGION'],
    [
      'photos to be read from S3 in no region',
      { ...noRegion, BATCH_PREFIXES: '[{"tenant":"acme","prefix":"s3://inbox/acme/"}]' },
      'beside BATCH_PREFIXES, such as AWS_REGION',
    ],
    ['a file that is none of operations', { PERSISTED_OPERATIONS: '/dev/null' }, 'PERSISTED_OPERATIONS'],
  ])('refuses %s in one line', async (_name, env, named) => {
    const failure = await startServer(await mkdtemp(join(dir, 'refused-')), env).catch(
      (error: Error) => error.message,
    )
    expect(failure).toContain(named)
    expect(failure).toMatch(/Expected .* but received/)
    expect(failure).not.toMatch(/at .*\.ts:/)
  })
})
