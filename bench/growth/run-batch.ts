import { createWriteStream, openAsBlob } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ZipFile } from 'yazl'
import type { NextPhoto } from '../campaign/photos.ts'
import { type ProcessFigures, processesOf } from '../campaign/processes.ts'
import type { RunningSystem } from '../campaign/running-system.ts'

export interface BatchRun {
  photos: number
  done: number
  failed: number
  /** From the request to the last photo's end, and for the zip of results, in seconds. */
  seconds: number
  resultSeconds: number
  zipBytes: number
  resultBytes: number
  /** Processor time of server and model for the batch without its results, in milliseconds. */
  cpuMs: number
  /** Most memory of each process, in bytes. */
  peak: { server: number; model: number }
  /** Memory as the batch went on. */
  course: { ended: number; server: number; model: number }[]
}

const LOOK_MS = 1000

/** Sends so many photos as one zip, follows the batch to its end, and fetches its results. */
export async function runBatch(
  { url, pid }: RunningSystem,
  nextPhoto: NextPhoto,
  photos: number,
): Promise<BatchRun> {
  const file = join(tmpdir(), `dentgraph-growth-${process.pid}-${photos}.zip`)
  await writeZip(file, nextPhoto, photos)
  try {
    const zip = await openAsBlob(file)
    const before = cpuOf(await processesOf(pid))
    const course: BatchRun['course'] = []
    const began = performance.now()
    const created = await fetch(`${url}/batches?name=growth`, { method: 'POST', body: zip })
    let batch = (await created.json()) as Record<string, any>
    if (created.status !== 201) throw new Error(`Expected a batch but received ${JSON.stringify(batch)}`)
    while (batch.finishedAt === null) {
      await sleep(LOOK_MS)
      batch = (await (await fetch(`${url}/batches/${batch.id}`)).json()) as Record<string, any>
      const processes = await processesOf(pid)
      const memory = (name: string) => processes.find((one) => one.name === name)?.rss ?? 0
      course.push({ ended: batch.done + batch.failed, server: memory('server'), model: memory('model') })
    }
    // By its own clock: this one looks but once a second.
    const seconds = (Date.parse(batch.finishedAt) - performance.timeOrigin - began) / 1000
    const cpuMs = cpuOf(await processesOf(pid)) - before
    const resultsBegan = performance.now()
    let resultBytes = 0
    const results = await fetch(new URL(batch.links.zip, url))
    for await (const chunk of results.body as ReadableStream<Uint8Array>) resultBytes += chunk.length
    const resultSeconds = (performance.now() - resultsBegan) / 1000
    const after = await processesOf(pid)
    const peak = (name: string) => after.find((one) => one.name === name)?.peak ?? 0
    const { done, failed } = batch
    return {
      photos,
      done,
      failed,
      seconds,
      resultSeconds,
      zipBytes: zip.size,
      resultBytes,
      cpuMs,
      peak: { server: peak('server'), model: peak('model') },
      course,
    }
  } finally {
    await rm(file, { force: true })
  }
}

const cpuOf = (processes: readonly ProcessFigures[]) =>
  processes
    .filter(({ name }) => name === 'server' || name === 'model')
    .reduce((sum, { cpuMs }) => sum + cpuMs, 0)

async function writeZip(file: string, nextPhoto: NextPhoto, photos: number) {
  const zip = new ZipFile()
  const written = finished(zip.outputStream.pipe(createWriteStream(file)))
  for (let i = 1; i <= photos; i++) {
    zip.addBuffer(Buffer.from(await nextPhoto()), `photo-${String(i).padStart(5, '0')}.jpg`, {
      compress: false,
    })
  }
  zip.end()
  await written
}
