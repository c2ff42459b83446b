/** Part of bench/edge-intake.ts: one photo, a JPEG file, at a time, against OpenCV on one thread. */
import { readFile } from 'node:fs/promises'
import { encodeVersions } from '../../edge/encode-versions.ts'
import { readPhoto } from '../../edge/picture/read-photo.ts'
import { preparePhoto } from '../../edge/prepare-photo.ts'
import { median } from '../statistics.ts'
import { type Opencv, startOpencv } from './opencv.ts'
import { preprocessing } from './settings.ts'
import { medianSpent, type Spent, spent } from './spent.ts'

const ROUNDS = 9
const [file = ''] = process.argv.slice(2)
const photo = await readFile(file)
const { workingSide, clahe } = preprocessing
const [peer, second] = await Promise.all([startOpencv(file, workingSide), startOpencv(file, workingSide)])

const ours = {
  'the same steps': async () => {
    const { picture } = await readPhoto(photo, { maxSide: workingSide })
    await Promise.all(encodeVersions(picture, clahe))
  },
  'all of it (judged, hashed, original cleaned)': () => preparePhoto(photo, preprocessing),
}
const peers = ['area', 'linear', 'reduced'] as const
const times = new Map<string, Spent[]>()
for (let round = 0; round <= ROUNDS; round++) {
  const add = (name: string, took: Spent) => {
    // The first round warms up.
    if (round > 0) times.set(name, [...(times.get(name) ?? []), took])
  }
  for (const [name, run] of Object.entries(ours)) add(name, await spent(run))
  for (const name of peers) add(name, await peer.run(name))
}
const most = await ceiling([peer, second])
peer.stop()
second.stop()

const of = (name: string): Spent => medianSpent(times.get(name) ?? [])
const show = ({ ms, cpuMs }: Spent) => `${ms.toFixed(0)} ms a photo, ${cpuMs.toFixed(0)} ms of processor time`
console.log(`OpenCV ${peer.version} on one thread: ${show(of('area'))}`)
console.log(`  shrinking by INTER_LINEAR, which skips pixels: ${show(of('linear'))}`)
console.log(`  decoding at half the size (IMREAD_REDUCED_COLOR_2): ${show(of('reduced'))}`)
console.log(`  two processes of it at once: ${most.toFixed(2)} times the photos of one`)
for (const name of Object.keys(ours)) {
  const times = peers.map((peer) => {
    const [a, b] = [of(peer), of(name)]
    return `${(a.ms / b.ms).toFixed(2)} (${(a.cpuMs / b.cpuMs).toFixed(2)})`
  })
  console.log(
    `dentgraph, ${name}: ${show(of(name))}; ` +
      `${times[0]} times as fast (by processor time); ${times[1]} and ${times[2]} against the others`,
  )
}

/**
 * What two cores are worth on this machine: two processes that share nothing, at once, against one of them.
 *
 * @returns photos of both in the time of one
 */
async function ceiling([one, other]: readonly [Opencv, Opencv]): Promise<number> {
  const alone: number[] = []
  const together: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    alone.push((await one.run('area')).ms)
    const both = await spent(() => Promise.all([one.run('area'), other.run('area')]))
    together.push(both.ms / 2)
  }
  return median(alone) / median(together)
}
