import { setTimeout as sleep } from 'node:timers/promises'
import { answers, type Fault, type FaultyProxy, losesAnswer, reply, resets } from './faulty-proxy.ts'
import type { Random } from './random.ts'
import type { ServerProcess } from './server-process.ts'
import { fillDisk, freeDisk } from './small-disk.ts'
import { type System, startAll } from './system.ts'

export type Environment =
  | 'one machine'
  | 'proxied model'
  | 'small disk'
  | 'settable clock'
  | 'two servers'
  | 'queue'

/** One way in which things go wrong. */
export interface Kind {
  name: string
  environment: Environment
  /** How many of 200 trials. */
  of200: number
  /** Disturbs the system while traffic comes in, and leaves it undisturbed. @returns how often something failed */
  disturb(system: System, random: Random): Promise<number>
}

/** When it begins, after the traffic does, and for how long it lasts. */
const before = (random: Random) => sleep(random.between(20, 1000))
const during = (random: Random) => sleep(random.between(400, 2500))

/** A fault that nothing has met yet lasts until something does, or nothing is left to. */
async function untilStruck(struck: () => number): Promise<void> {
  for (let tries = 0; struck() === 0 && tries < 80; tries++) await sleep(100)
}

async function killServer(server: ServerProcess, random: Random): Promise<void> {
  await server.kill()
  await sleep(random.between(0, 400))
  server.start()
}

async function killModel(server: ServerProcess): Promise<number> {
  const pids = await server.children()
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  return pids.length
}

function repeatedly(once: (system: System, random: Random) => Promise<number>): Kind['disturb'] {
  return async (system, random) => {
    let times = 0
    for (let left = random.between(1, 3); left > 0; left--) {
      await before(random)
      times += await once(system, random)
      // Half of the time it is struck again before it has come up.
      if (random.chance(0.5)) await startAll(system.servers)
    }
    await startAll(system.servers)
    return times
  }
}

const first = ({ servers }: System): ServerProcess => servers[0] as ServerProcess

function failing(faults: 'store' | 'blobs', codes: readonly string[], most: number): Kind['disturb'] {
  return async (system, random) => {
    await before(random)
    const rate = 0.05 + random.next() * (most - 0.05)
    const seed = random.between(1, 2 ** 31 - 1)
    await first(system).disturb({ seed, [faults]: { rate, codes } })
    await during(random)
    return first(system).disturb({ seed: 1 })
  }
}

function proxied(of: (system: System) => FaultyProxy | undefined, faults: (random: Random) => Fault[]) {
  return async (system: System, random: Random) => {
    const proxy = of(system)
    if (!proxy) throw new Error('Expected a system with this proxy')
    await before(random)
    const rate = 0.4 + 0.6 * random.next()
    const own = random.fork()
    const possible = faults(own)
    proxy.set(() => (own.chance(rate) ? own.pick(possible) : null))
    await during(random)
    await untilStruck(() => proxy.struck)
    const { struck } = proxy
    proxy.set(null)
    return struck
  }
}

const slow =
  (random: Random): Fault =>
  async ({ response, forward }) => {
    await sleep(random.between(500, 2500))
    reply(response, await forward())
  }
const hangs: Fault = () => {}
const breaksOff: Fault = async ({ response, forward }) => {
  const { status, headers, body } = await forward()
  response.writeHead(status, { ...headers, 'content-length': body.length })
  response.write(body.subarray(0, body.length >> 1))
  await sleep(20)
  response.destroy()
}
const lies: Fault = async ({ response, forward }) => {
  const { status, headers, body } = await forward()
  const lie = Buffer.from(body.toString().replaceAll(/(\d+\.?\d*)/g, '"$1"'))
  reply(response, { status, headers: { ...headers, 'content-length': String(lie.length) }, body: lie })
}
const noise = (random: Random) => Buffer.from(Array.from({ length: 500 }, () => random.between(0, 255)))

const dynamoRefuses = (type: string, status = 400) =>
  answers(
    status,
    'application/x-amz-json-1.0',
    JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'injected' }),
  )
const s3Refuses = (code: string, status: number) =>
  answers(
    status,
    'application/xml',
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>injected</Message></Error>`,
  )

const HOUR = 3600
function clockJump(seconds: number): Kind['disturb'] {
  return async ({ setClock }, random) => {
    await before(random)
    await setClock?.(seconds)
    await during(random)
    return 1
  }
}

export const kinds: readonly Kind[] = [
  {
    name: '`kill -9` of the API',
    environment: 'one machine',
    of200: 40,
    disturb: repeatedly(async (system, random) => {
      await killServer(first(system), random)
      return 1
    }),
  },
  {
    name: '`kill -9` of the model server',
    environment: 'one machine',
    of200: 20,
    disturb: repeatedly((system) => killModel(first(system))),
  },
  {
    name: '`kill -9` of the model server, then of the API',
    environment: 'one machine',
    of200: 10,
    disturb: repeatedly(async (system, random) => {
      const killed = await killModel(first(system))
      await sleep(random.between(0, 800))
      await killServer(first(system), random)
      return killed + 1
    }),
  },
  {
    name: 'database busy, full or failing (SQLite)',
    environment: 'one machine',
    of200: 20,
    disturb: failing('store', ['SQLITE_BUSY', 'SQLITE_IOERR', 'SQLITE_FULL'], 0.6),
  },
  {
    name: 'files that cannot be read or written',
    environment: 'one machine',
    of200: 14,
    disturb: failing('blobs', ['EIO', 'ENOSPC', 'EMFILE'], 0.4),
  },
  {
    name: 'model slow',
    environment: 'proxied model',
    of200: 6,
    disturb: proxied(
      ({ model }) => model,
      (random) => [slow(random)],
    ),
  },
  {
    name: 'model hanging',
    environment: 'proxied model',
    of200: 8,
    disturb: proxied(
      ({ model }) => model,
      () => [hangs],
    ),
  },
  {
    name: 'model answering garbage',
    environment: 'proxied model',
    of200: 10,
    disturb: proxied(
      ({ model }) => model,
      (random) => [
        lies,
        answers(200, 'application/json', '{}'),
        answers(200, 'application/json', ''),
        answers(200, 'application/json', noise(random)),
        answers(500, 'text/html', '<h1>Internal Server Error</h1>'),
        answers(404, 'text/plain', 'nobody here'),
      ],
    ),
  },
  {
    name: 'model breaking off, refusing or busy',
    environment: 'proxied model',
    of200: 8,
    disturb: proxied(
      ({ model }) => model,
      () => [
        breaksOff,
        resets,
        losesAnswer,
        answers(503, 'application/json', '{"error":{"code":"SERVER_BUSY","message":"busy"}}', {
          'retry-after': '1',
        }),
      ],
    ),
  },
  {
    name: 'disk full',
    environment: 'small disk',
    of200: 14,
    async disturb({ disk = '' }, random) {
      await before(random)
      await fillDisk(disk, random.pick([0, 4096, 30_000, 200_000]))
      await during(random)
      await freeDisk(disk)
      return 1
    },
  },
  {
    name: 'clock an hour ahead',
    environment: 'settable clock',
    of200: 7,
    disturb: clockJump(HOUR),
  },
  {
    name: 'clock back by an hour',
    environment: 'settable clock',
    of200: 7,
    async disturb(system, random) {
      await system.setClock?.(HOUR)
      return clockJump(0)(system, random)
    },
  },
  {
    name: '`kill -9` of one worker of two',
    environment: 'two servers',
    of200: 10,
    disturb: async ({ servers }, random) => {
      await before(random)
      const server = random.pick(servers)
      await server.kill()
      await sleep(random.between(0, 3000))
      await startAll(servers)
      return 1
    },
  },
  {
    name: 'table throttling, failing or losing answers (DynamoDB)',
    environment: 'two servers',
    of200: 8,
    disturb: proxied(
      ({ table }) => table,
      () => [
        dynamoRefuses('ProvisionedThroughputExceededException'),
        dynamoRefuses('ThrottlingException'),
        dynamoRefuses('InternalServerError', 500),
        losesAnswer,
        resets,
      ],
    ),
  },
  {
    name: 'bucket slowing down, failing or losing answers (S3)',
    environment: 'two servers',
    of200: 8,
    disturb: proxied(
      ({ bucket }) => bucket,
      () => [s3Refuses('SlowDown', 503), s3Refuses('InternalError', 500), losesAnswer, resets],
    ),
  },
]
