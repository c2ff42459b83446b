import { crc32 } from 'node:zlib'
import yauzl from 'yauzl'
import yazl from 'yazl'
import { createBatchRoutes } from '../../../api/batches/routes.ts'
import type { Principal } from '../../../api/principal.ts'
import { adjuster, openTestApi, type TestOptions } from '../open-test-api.ts'
import { anotherPhoto } from '../photos.ts'

/** The API with the routes of batches, asked without a port. */
export async function openBatches(options: TestOptions = {}) {
  const test = await openTestApi(options)
  const batching = test.api.batching
  if (!batching) throw new Error('Expected batches but received none')
  const routes = createBatchRoutes({ ...batching, links: test.links, logger: test.logger })

  const request = (path: string, init: RequestInit = {}, principal: Principal | null = adjuster) =>
    Promise.resolve(
      routes(
        new Request(new URL(path, 'http://api.test'), { duplex: 'half', ...init } as RequestInit),
        principal,
      ),
    )

  async function send(
    zip: Uint8Array,
    query = '',
    headers: Record<string, string> = {},
    principal = adjuster,
  ) {
    const body = new Uint8Array(zip)
    const response = await request(`/batches${query}`, { method: 'POST', body, headers }, principal)
    return { status: response.status, ...((await response.json()) as any) }
  }

  async function status(id: string, principal = adjuster): Promise<any> {
    return (await request(`/batches/${id}`, {}, principal)).json()
  }

  /** As it is when nothing is left to do. */
  async function ended(id: string, principal = adjuster, seconds = 60): Promise<any> {
    for (const until = Date.now() + seconds * 1000; ; ) {
      const now = await status(id, principal)
      if (['FINISHED', 'CANCELLED', 'FAILED'].includes(now.state)) return now
      if (Date.now() > until) throw new Error(`Expected an end but received ${JSON.stringify(now)}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  const entries = async (id: string, failed = false, principal = adjuster) =>
    (
      await test.ask(
        `query ($id: ID!, $failed: Boolean!) { batch(id: $id) { entries(first: 100, failed: $failed) { nodes {
          index name state failure { code message } photo { id } claim { id reference } assessment { id status } } } } }`,
        { id, failed },
        principal,
      )
    ).data.batch.entries.nodes

  return { ...test, graphql: test.send, batching, request, send, status, ended, entries }
}

/** So many photos, each unlike all others, by their names in a zip. */
export const photosOf = async (count: number, nameOf = (i: number) => `${i}.png`) =>
  Object.fromEntries(
    await Promise.all(Array.from({ length: count }, async (_, i) => [nameOf(i), await anotherPhoto()])),
  )

/** A plain zip, as tools make it. */
export function zipOf(files: Record<string, Uint8Array | string>): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), name)
  zip.end()
  return readAll(zip.outputStream as unknown as AsyncIterable<Buffer>)
}

export async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** What a zip holds, each with its checksum verified. */
export async function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await yauzl.fromBufferPromise(bytes)
  const files = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry()) {
    const content = await readAll(await zip.openReadStreamPromise(entry))
    if (crc32(content) !== entry.crc32) throw new Error(`Expected a whole ${entry.fileName}`)
    files.set(entry.fileName, content)
  }
  return files
}
