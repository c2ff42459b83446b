import type { Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import {
  InvokeEndpointCommand,
  type InvokeEndpointCommandInput,
  ModelError,
  SageMakerRuntimeClient,
  ServiceUnavailable,
  ValidationError,
} from '@aws-sdk/client-sagemaker-runtime'
import { serve } from '@hono/node-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createAssessor } from '../../../inference/runtime/assessor.ts'
import type { ModelServerDeps } from '../../../inference/server/model-server.ts'
import { drawnPhoto, scratchedBumper } from '../drawn-photo.ts'
import { tinyModelDir } from '../tiny-model.ts'
import { createFakeAssessor, someAssessment } from './fake-assessor.ts'
import { answered, startServer, until } from './start-server.ts'

/** A listening server, and SageMaker's own client pointed at it. */
async function listen(assessor: ModelServerDeps['assessor'], limits: Parameters<typeof startServer>[1] = {}) {
  const server = await startServer(assessor, limits)
  const http = await new Promise<Server>((resolve) => {
    const listening = serve({ fetch: server.app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
      resolve(listening as Server),
    )
  })
  const { port } = http.address() as AddressInfo
  const client = new SageMakerRuntimeClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  })
  onTestFinished(() => {
    client.destroy()
    http.closeAllConnections()
    http.close()
  })
  const invoke = (input: Omit<InvokeEndpointCommandInput, 'EndpointName'>, abortSignal?: AbortSignal) =>
    client.send(
      new InvokeEndpointCommand({ EndpointName: 'dentgraph', ...input }),
      abortSignal && { abortSignal },
    )
  return { ...server, invoke, port }
}

async function listenFake(limits: Parameters<typeof startServer>[1] = {}) {
  const assessor = createFakeAssessor()
  return { ...(await listen(Promise.resolve(assessor), limits)), assessor }
}

const answerOf = ({ Body }: { Body?: Uint8Array | undefined }) => JSON.parse(new TextDecoder().decode(Body))

describe('the SageMaker client, with the model server as its endpoint', () => {
  it('gets the assessment of a photo, as asked for by its custom attributes', async () => {
    const assessor = await createAssessor({ modelDir: tinyModelDir, device: 'cpu', threads: 1 })
    onTestFinished(() => assessor.close())
    const { invoke } = await listen(Promise.resolve(assessor))
    const Body = await drawnPhoto(...scratchedBumper)
    const response = await invoke({ Body, ContentType: 'image/png' })
    expect(response.ContentType).toBe('application/json')
    expect(answerOf(response)).toMatchObject({ width: 800, damages: [{ type: 'scratch' }] })
    const strict = await invoke({ Body, CustomAttributes: 'min-confidence=0.95' })
    expect(answerOf(strict)).toMatchObject({ damages: [] })
  })

  it('sends megabytes, and learns the id that the log has', async () => {
    const { invoke, assessor, log } = await listenFake({ maxBytes: 10_000_000 })
    const answer = invoke({ Body: new Uint8Array(5_000_000).fill(65) })
    await until(() => assessor.running.length === 1)
    expect(assessor.running[0]?.body).toHaveLength(5_000_000)
    assessor.running[0]?.end()
    const { $metadata, ...response } = await answer
    expect(answerOf(response)).toEqual(someAssessment)
    expect($metadata.requestId).toBe(answered(log)[0]?.requestId)
  })

  it('throws ModelError with the server’s own answer for a bad photo', async () => {
    const { invoke, assessor } = await listenFake()
    const { PhotoDamaged } = await import('../../../edge/picture/errors.ts')
    const failing = invoke({ Body: new Uint8Array(9) })
    const thrown = failing.catch((error) => error)
    await until(() => assessor.running.length === 1)
    assessor.running[0]?.fail(new PhotoDamaged('jpeg', 'premature end'))
    const error = await thrown
    expect(error).toBeInstanceOf(ModelError)
    expect(error).toMatchObject({ name: 'ModelError', $fault: 'client', OriginalStatusCode: 422 })
    expect(JSON.parse(error.OriginalMessage)).toMatchObject({ error: { code: 'PHOTO_DAMAGED' } })
    expect(error.message).toContain('premature end')
  })

  it('throws ValidationError for more bytes than the server takes', async () => {
    const { invoke } = await listenFake()
    await expect(invoke({ Body: new Uint8Array(3_000_000) })).rejects.toThrow(ValidationError)
  })

  it('throws ModelError for a custom attribute that is not known', async () => {
    const { invoke } = await listenFake()
    await expect(invoke({ Body: new Uint8Array(9), CustomAttributes: 'colour=red' })).rejects.toMatchObject({
      name: 'ModelError',
      OriginalStatusCode: 400,
      OriginalMessage: expect.stringContaining('ATTRIBUTE_INVALID'),
    })
  })

  it('throws ServiceUnavailable, to be repeated, when the queue is full, however large the body', async () => {
    const { invoke, assessor } = await listenFake({ queue: 0, maxBytes: 10_000_000 })
    const running = invoke({ Body: new Uint8Array(9) })
    await until(() => assessor.running.length === 1)
    const refused = await invoke({ Body: new Uint8Array(5_000_000) }).catch((error) => error)
    expect(refused).toBeInstanceOf(ServiceUnavailable)
    expect(refused.$response.headers).toMatchObject({ 'retry-after': expect.stringMatching(/^\d+$/) })
    assessor.running[0]?.end()
    await running
  })

  it('gives its place up when it hangs up', async () => {
    const { invoke, assessor, log, received } = await listenFake({ queue: 1 })
    const running = invoke({ Body: new TextEncoder().encode('running') })
    await until(() => assessor.running.length === 1)
    const hangUp = new AbortController()
    const gone = invoke({ Body: new TextEncoder().encode('gone') }, hangUp.signal).catch(({ name }) => name)
    await until(() => received() === 2)
    hangUp.abort()
    expect(await gone).toBe('AbortError')
    await until(() => log.some(({ code }) => code === 'CLIENT_GONE'))
    const next = invoke({ Body: new TextEncoder().encode('next') })
    assessor.running[0]?.end()
    await until(() => assessor.running.length === 2)
    assessor.running[1]?.end()
    await Promise.all([running, next])
    expect(assessor.running.map(({ body }) => body)).toEqual(['running', 'next'])
  })
})

describe('a connection that breaks in the middle of its body', () => {
  it('frees its place, and the server goes on', async () => {
    const { invoke, assessor, port, log } = await listenFake({ queue: 0 })
    const socket = connect(port, '127.0.0.1')
    socket.write('POST /invocations HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf')
    await until(() => log.some(({ msg }) => msg === 'entered'))
    socket.destroy()
    await until(() => log.some(({ code }) => code === 'CLIENT_GONE'))
    const next = invoke({ Body: new Uint8Array(9) })
    await until(() => assessor.running.length === 1)
    assessor.running[0]?.end()
    expect(answerOf(await next)).toEqual(someAssessment)
  })
})
