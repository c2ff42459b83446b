import { describe, expect, it } from 'vitest'
import { ModelOutputInvalid, RunFailed } from '../../../inference/runtime/errors.ts'
import { createFakeAssessor } from './fake-assessor.ts'
import { answered, startServer, until } from './start-server.ts'

async function start(limits: Parameters<typeof startServer>[1] = {}) {
  const assessor = createFakeAssessor()
  return { ...(await startServer(Promise.resolve(assessor), limits)), assessor }
}

const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string } }).error.code

describe('GET /ping', () => {
  it('is 503 until the models have answered their first check, then 200', async () => {
    let open = (_: ReturnType<typeof createFakeAssessor>) => {}
    const server = await startServer(new Promise((resolve) => (open = resolve)))
    expect((await server.app.request('/ping')).status).toBe(503)
    const early = await server.post('photo')
    expect(early.status).toBe(503)
    expect(early.headers.get('retry-after')).toMatch(/^\d+$/)
    open(createFakeAssessor())
    await settled()
    expect((await server.app.request('/ping')).status).toBe(200)
  })

  it('is 503 when the models could not be loaded', async () => {
    const server = await startServer(Promise.reject(new Error('no model')))
    expect((await server.app.request('/ping')).status).toBe(503)
    expect((await server.post('photo')).status).toBe(503)
  })

  it.each([new RunFailed('damage.onnx', 'CUDA error'), new ModelOutputInvalid('scores', 'numbers', 'NaN')])(
    'turns 503 when a run fails ($code) and the models fail their check too, and 200 when they are back',
    async (failure) => {
      const { app, post, assessor, log } = await start()
      assessor.breakCheck(failure)
      const answer = post('photo')
      await until(() => assessor.running.length === 1)
      assessor.running[0]?.fail(failure)
      expect((await answer).status).toBe(500)
      expect((await app.request('/ping')).status).toBe(503)
      expect((await post('photo')).status).toBe(503)
      expect(log).toContainEqual(expect.objectContaining({ level: 50, msg: 'the models fail their check' }))
      assessor.breakCheck(null)
      expect((await app.request('/ping')).status).toBe(503)
      expect((await app.request('/ping')).status).toBe(200)
    },
  )

  it('stays 200 when a run fails on one photo only', async () => {
    const { app, post, assessor } = await start()
    const answer = post('photo')
    await until(() => assessor.running.length === 1)
    assessor.running[0]?.fail(new RunFailed('damage.onnx', 'this one'))
    expect((await answer).status).toBe(500)
    expect((await app.request('/ping')).status).toBe(200)
  })
})

describe('the bounds', () => {
  it.each([1, 2])('let %i run at once, in the order they came', async (concurrency) => {
    const { post, assessor } = await start({ concurrency, queue: 10 })
    const bodies = ['a', 'b', 'c', 'd', 'e']
    const answers = bodies.map((body) => post(body))
    for (let i = 0; i < bodies.length; i++) {
      await until(() => assessor.running.length > i)
      assessor.running[i]?.end()
    }
    const statuses = (await Promise.all(answers)).map(({ status }) => status)
    expect(statuses).toEqual([200, 200, 200, 200, 200])
    expect(assessor.running.map(({ body }) => body)).toEqual(bodies)
    expect(assessor.most()).toBeLessThanOrEqual(concurrency)
  })

  it('refuse with 503 and Retry-After what the queue has no place for, and take again afterwards', async () => {
    const { post, assessor } = await start({ concurrency: 1, queue: 1 })
    const [first, second] = [post('first'), post('second')]
    await until(() => assessor.running.length === 1)
    const third = await post('third')
    expect(third.status).toBe(503)
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(await codeOf(third)).toBe('SERVER_BUSY')
    assessor.running[0]?.end()
    expect((await first).status).toBe(200)
    await until(() => assessor.running.length === 2)
    const fourth = post('fourth')
    assessor.running[1]?.end()
    await until(() => assessor.running.length === 3)
    assessor.running[2]?.end()
    expect([(await second).status, (await fourth).status]).toEqual([200, 200])
  })

  it('free the place of a client that hangs up while waiting; its photo is never assessed', async () => {
    const { post, assessor, received } = await start({ concurrency: 1, queue: 1 })
    const running = post('running')
    await until(() => assessor.running.length === 1)
    const hangUp = new AbortController()
    const waiting = post('waiting', {}, hangUp.signal)
    await until(() => received() === 2)
    hangUp.abort()
    expect((await waiting).status).toBe(499)
    const next = post('next')
    assessor.running[0]?.end()
    await until(() => assessor.running.length === 2)
    assessor.running[1]?.end()
    expect([(await running).status, (await next).status]).toEqual([200, 200])
    expect(assessor.running.map(({ body }) => body)).toEqual(['running', 'next'])
  })

  it('tell a run whose client hung up to stop, and keep its place until it has', async () => {
    const { post, assessor } = await start({ concurrency: 1, queue: 0 })
    const hangUp = new AbortController()
    const running = post('running', {}, hangUp.signal)
    await until(() => assessor.running.length === 1)
    hangUp.abort()
    expect((await running).status).toBe(499)
    expect(assessor.running[0]?.options.signal?.aborted).toBe(true)
    expect((await post('too early')).status).toBe(503)
    assessor.running[0]?.end()
    await settled()
    const next = post('next')
    await until(() => assessor.running.length === 2)
    assessor.running[1]?.end()
    expect((await next).status).toBe(200)
  })

  it('answer 504 to a photo that takes too long, waiting or running, and survive it', async () => {
    const { post, assessor } = await start({ assessSeconds: 0.05, queue: 1 })
    const [running, waiting] = [post('running'), post('waiting')]
    expect([await running, await waiting].map(({ status }) => status)).toEqual([504, 504])
    expect(await codeOf(await running)).toBe('ASSESSMENT_TOO_SLOW')
    expect(assessor.running).toHaveLength(1)
    assessor.running[0]?.fail(new Error('stopped'))
    await settled()
    const next = post('next')
    await until(() => assessor.running.length === 2)
    assessor.running[1]?.end()
    await next
  })

  it('answer 408 to a body that does not arrive, and free its place', async () => {
    const { post, assessor } = await start({ bodySeconds: 0.5, queue: 0 })
    const stuck = await post(
      new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(9)) }),
    )
    expect(stuck.status).toBe(408)
    expect(await codeOf(stuck)).toBe('BODY_TOO_SLOW')
    const next = post('next')
    await until(() => assessor.running.length === 1)
    assessor.running[0]?.end()
    expect((await next).status).toBe(200)
  })

  it('let nobody wait for a slow upload: others run meanwhile', async () => {
    const { post, assessor } = await start({ concurrency: 1, queue: 1 })
    const upload = new TransformStream<Uint8Array, Uint8Array>()
    const slow = post(upload.readable)
    const fast = post('fast')
    await until(() => assessor.running.length === 1)
    assessor.running[0]?.end()
    expect((await fast).status).toBe(200)
    const writer = upload.writable.getWriter()
    await writer.write(new TextEncoder().encode('slow'))
    await writer.close()
    await until(() => assessor.running.length === 2)
    assessor.running[1]?.end()
    expect((await slow).status).toBe(200)
  })
})

describe('stopping', () => {
  it('refuses newcomers, turns /ping to 503, and ends once those inside are answered', async () => {
    const { app, post, assessor, stop } = await start()
    const [running, waiting] = [post('running'), post('waiting')]
    await until(() => assessor.running.length === 1)
    let stopped = false
    const stopping = stop().then(() => {
      stopped = true
    })
    expect((await app.request('/ping')).status).toBe(503)
    const late = await post('late')
    expect([late.status, late.headers.get('connection')]).toEqual([503, 'close'])
    assessor.running[0]?.end()
    expect((await running).status).toBe(200)
    expect(stopped).toBe(false)
    await until(() => assessor.running.length === 2)
    assessor.running[1]?.end()
    expect((await waiting).status).toBe(200)
    await stopping
  })
})

describe('every answer', () => {
  it.each(['X-Request-Id', 'X-Amzn-RequestId', 'X-Amzn-Trace-Id'])(
    'carries the id that came as %s, and so does its log line',
    async (header) => {
      const { post, log, assessor } = await start()
      const answer = post('photo', { [header]: 'Root=1-abc' })
      await until(() => assessor.running.length === 1)
      assessor.running[0]?.end()
      expect((await answer).headers.get('x-request-id')).toBe('Root=1-abc')
      expect(answered(log)).toMatchObject([
        { requestId: 'Root=1-abc', method: 'POST', path: '/invocations', status: 200 },
      ])
    },
  )

  it('carries an id of its own where none came, or none fit for a log', async () => {
    const { app } = await start()
    const ids = await Promise.all(
      [{}, { 'X-Request-Id': 'a b' }, { 'X-Request-Id': 'x'.repeat(500) }].map(async (headers) =>
        (await app.request('/ping', { headers })).headers.get('x-request-id'),
      ),
    )
    expect(new Set(ids).size).toBe(3)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('keeps what nobody expected in the log, and out of the answer', async () => {
    const { post, log, assessor } = await start()
    const answer = post('photo', { 'X-Request-Id': 'mine' })
    await until(() => assessor.running.length === 1)
    assessor.running[0]?.fail(new TypeError('secret internals'))
    const response = await answer
    expect(response.status).toBe(500)
    const text = await response.text()
    expect(text).not.toContain('secret')
    expect(JSON.parse(text)).toMatchObject({
      error: { code: 'INTERNAL', message: expect.stringContaining('mine') },
    })
    expect(answered(log)).toMatchObject([
      { level: 50, requestId: 'mine', err: { message: 'secret internals' } },
    ])
  })

  it.each([
    ['GET', '/invocations'],
    ['POST', '/ping'],
    ['GET', '/'],
    ['POST', '/endpoints/invocations'],
  ])('to %s %s is 404 with what there is', async (method, path) => {
    const response = await (await start()).app.request(path, { method })
    expect(response.status).toBe(404)
    expect(await codeOf(response)).toBe('ROUTE_UNKNOWN')
  })
})

const settled = () => new Promise((resolve) => setTimeout(resolve, 20))
