import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiKeys } from '../../api/auth/api-keys.ts'
import { createDynamoTable } from '../../api/store/dynamo-table.ts'
import { type Bundle, bundleFunction } from '../../cdk/bundle/bundle-function.ts'
import { functionSources, nativePackages } from '../../cdk/bundle/function-sources.ts'
import { functionUrlEvent } from '../cdk/function-url-event.ts'
import { type RunningFunction, startFunction } from '../cdk/start-function.ts'
import { startDynamo } from './start-dynamo.ts'

const region = 'eu-central-1'

describe('the API as a Lambda function, its bundle alone in a process', { timeout: 120_000 }, () => {
  let dir: string
  let bundle: Bundle
  let dynamo: Awaited<ReturnType<typeof startDynamo>>
  let api: RunningFunction
  let key: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'api-lambda-'))
    bundle = await bundleFunction(functionSources('test/inference/fixtures/tiny-model').api, dir)
    dynamo = await startDynamo()
    await dynamo.createTable('claims')
    const apiKeys = createApiKeys({ table: createDynamoTable(dynamo.client, 'claims'), clock: Date.now })
    key = (await apiKeys.create({ tenant: 'acme', subject: 'test' }, 'test', 'admin')).key
    api = startFunction(bundle.dir, {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      TABLE_NAME: 'claims',
      DYNAMODB_ENDPOINT: dynamo.url,
      MODEL_ENDPOINT: 'dentgraph',
      MODEL_DIR: 'model',
      EDGE_URL: 'https://edge.example.com',
      EDGE_BUCKET: 'photos',
      EDGE_LINK_KEY: 'k'.repeat(32),
      WORK_QUEUE_URL: `https://sqs.${region}.amazonaws.com/1/work`,
      BATCH_QUEUE_URL: `https://sqs.${region}.amazonaws.com/1/batches`,
    })
  }, 120_000)
  afterAll(async () => {
    api?.stop()
    await dynamo?.stop()
    await rm(dir, { recursive: true, force: true })
  })

  const ask = (query: string, headers: Record<string, string> = {}) =>
    api.call(
      functionUrlEvent('POST', '/graphql', {
        headers: {
          'content-type': 'application/json',
          // As CloudFront passes them on, which signs the request itself.
          'x-viewer-host': 'claims.example.com',
          'x-viewer-authorization': `Bearer ${key}`,
          ...headers,
        },
        body: JSON.stringify({ query }),
      }),
    )

  it('is under 2 MB, without native modules', () => {
    expect(bundle.bytes).toBeLessThan(2_000_000)
    expect(bundle.inputs.filter((input) => nativePackages.test(input) || input.endsWith('.node'))).toEqual([])
    // Nor what decodes pictures.
    expect(
      bundle.inputs.filter((input) => /edge\/picture\/(read-photo|kernel-binary)|libheif/.test(input)),
    ).toEqual([])
  })

  it('answers events of a function URL, from a real store', async () => {
    const created = await ask('mutation { createClaim(input: { reference: "L-1" }) { ... on Claim { id } } }')
    expect(created.statusCode).toBe(200)
    const { id } = JSON.parse(created.body).data.createClaim
    const read = await ask(`{ claim(id: "${id}") { reference status damages { type } } }`)
    expect(JSON.parse(read.body)).toEqual({
      data: { claim: { reference: 'L-1', status: 'OPEN', damages: [] } },
    })
    expect(read.headers['x-request-id']).toBeDefined()
  })

  it('compresses large answers, which travel as base64', async () => {
    for (let i = 0; i < 30; i++) await ask('mutation { createClaim { __typename } }')
    const { body, headers, isBase64Encoded } = await ask(
      '{ claims(first: 30) { nodes { id createdAt updatedAt } } }',
      { 'accept-encoding': 'br' },
    )
    expect([headers['content-encoding'], isBase64Encoded]).toEqual(['br', true])
    const text = brotliDecompressSync(Buffer.from(body, 'base64')).toString()
    expect(JSON.parse(text).data.claims.nodes).toHaveLength(30)
  })

  it.each([
    ['without credentials', { 'x-viewer-authorization': '' }, '{ model { name } }', 401, 'UNAUTHENTICATED'],
    [
      'with a key that was never made',
      { 'x-viewer-authorization': 'Bearer dg_x' },
      '{ model { name } }',
      401,
      'UNAUTHENTICATED',
    ],
    [
      'from a page elsewhere',
      { origin: 'https://evil.example.com' },
      '{ model { name } }',
      403,
      'ORIGIN_REFUSED',
    ],
  ])('refuses a request %s', async (_name, headers, query, status, code) => {
    const answer = await ask(query, headers)
    expect(answer.statusCode).toBe(status)
    expect(JSON.parse(answer.body).errors[0].extensions.code).toBe(code)
  })

  it('keeps its schema to itself', async () => {
    const { body } = await ask('{ __schema { types { name } } }')
    expect(JSON.parse(body).errors[0].message).toMatch(/introspection/)
  })

  it('writes no plate and no key into its log', async () => {
    await ask('mutation { createClaim(input: { vehicle: { plate: "B LK 4711" } }) { __typename } }')
    const log = api.log.join('\n')
    expect(log).toContain('"operation"')
    expect(log).not.toMatch(/4711|dg_/)
  })
})
