import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWork } from '../../api/assess/work-list.ts'
import { createBatchStore } from '../../api/batches/batch-store.ts'
import { createSqliteTable } from '../../api/store/sqlite-table.ts'
import type { Table } from '../../api/store/table.ts'
import { tinyModelDir } from '../../test/inference/tiny-model.ts'
import { type Client, createClient } from './client.ts'
import { createFaultyProxy, type FaultyProxy } from './faulty-proxy.ts'
import { createServerProcess, type ServerProcess } from './server-process.ts'

/** The running system, and where it can be disturbed. */
export interface System {
  servers: ServerProcess[]
  client: Client
  /** In front of the model server; absent where the API runs its own. */
  model?: FaultyProxy
  /** In front of DynamoDB and S3. */
  table?: FaultyProxy
  bucket?: FaultyProxy
  /** Folder on a small disk of its own. */
  disk?: string
  /** Lets the servers' clocks jump. @param seconds ahead of the true time */
  setClock?(seconds: number): Promise<void>
  /** Claims that trials before this one have made, and damages for people to review. */
  known: Set<string>
  reviewable: { claimId: string; damageId: string }[]
  /** Ends everything and looks at what is left. @returns rules that do not hold */
  close(): Promise<string[]>
}

export interface SystemDeps {
  bundle: string
  /** Where a model server answers. */
  modelUrl: string
  /** Folder that logs are kept in. */
  logs: string
}

/** What `npm start` has unless told otherwise, without the limit of requests that one client may send. */
export const settings = {
  NODE_ENV: 'production',
  MODEL_DIR: tinyModelDir,
  EDGE_RATE_PER_MINUTE: '1000000',
  EDGE_RATE_BURST: '1000000',
}

/** Short, so that a model that hangs costs seconds, and the lease of a dead worker little more than a minute. */
export const impatient = { MODEL_TIMEOUT: '3', MODEL_RETRY: '4' }

export interface MachineOptions {
  env?: Record<string, string>
  /** Stands in front of a model server that the API has not started. */
  model?: FaultyProxy
  dir?: string
  ended?: () => Promise<void>
}

/** Everything on one machine, as `npm start` has it. */
export async function openMachine(
  { bundle, logs }: Pick<SystemDeps, 'bundle' | 'logs'>,
  { env = {}, model, dir, ended }: MachineOptions = {},
): Promise<System> {
  const data = dir ?? (await mkdtemp(join(tmpdir(), 'dentgraph-faults-')))
  const server = await createServerProcess({
    bundle,
    log: join(logs, 'one-machine.log'),
    env: {
      ...settings,
      DATA_DIR: data,
      ...(model && { ...impatient, MODEL_ENDPOINT_URL: model.url }),
      ...env,
    },
  })
  await startAll([server])
  return {
    servers: [server],
    client: createClient([server.url]),
    ...(model && { model }),
    known: new Set(),
    reviewable: [],
    async close() {
      const broken = await stopAll([server])
      const table = createSqliteTable(join(data, 'dentgraph.db'))
      broken.push(...(await leftOpen(table)))
      const kept = new Set((await createBatchStore({ table }).keptZips()).map(({ zip }) => zip))
      const zips = await readdir(join(data, 'blobs/zips')).catch(() => [])
      for (const zip of zips) if (!kept.has(zip)) broken.push(`zip ${zip} is stored, and nobody knows of it`)
      await table.close()
      await model?.close()
      await ended?.()
      if (!dir) await rm(data, { recursive: true, force: true })
      return broken
    },
  }
}

/** The same with a model server that can be slow, silent or wrong. */
export async function openWithProxiedModel(deps: SystemDeps): Promise<System> {
  return openMachine(deps, { model: await createFaultyProxy(deps.modelUrl) })
}

export const faketime = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'

/** The same with a clock that can be set (Debian's package `faketime`). */
export async function openWithClock(deps: SystemDeps): Promise<System> {
  const dir = await mkdtemp(join(tmpdir(), 'dentgraph-clock-'))
  const file = join(dir, 'clock')
  const setClock = (seconds: number) => writeFile(file, `${seconds < 0 ? '' : '+'}${seconds}`)
  await setClock(0)
  const system = await openMachine(deps, {
    model: await createFaultyProxy(deps.modelUrl),
    env: {
      LD_PRELOAD: faketime,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    ended: () => rm(dir, { recursive: true, force: true }),
  })
  return { ...system, setClock }
}

export async function startAll(servers: readonly ServerProcess[]): Promise<void> {
  for (const server of servers) if (!server.isAlive()) server.start()
  const ready = await Promise.all(servers.map((server) => server.ready(90)))
  if (ready.includes(false)) throw new Error('Expected a server within 90 s but received none; see its log')
}

export async function stopAll(servers: readonly ServerProcess[]): Promise<string[]> {
  const codes = await Promise.all(servers.map((server) => server.stop(30)))
  return codes.flatMap((code, i) =>
    code === 0 ? [] : [`server ${i + 1} ended with ${code ?? 'a kill'} when it was asked to stop`],
  )
}

/** What the store still has among the open work once everything has ended. */
export async function leftOpen(table: Table): Promise<string[]> {
  const [work, batches] = [await openWork(table), await createBatchStore({ table }).open()]
  return [
    ...work.map(({ assessmentId }) => `assessment ${assessmentId} is still among the open work`),
    ...batches.map(({ id }) => `batch ${id} is still among the open work`),
  ]
}

export async function ensureFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true })
  return path
}
