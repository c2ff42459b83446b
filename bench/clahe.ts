/**
 * CLAHE against OpenCV on one thread, same picture, alternating runs in one go:
 * `npx tsx bench/clahe.ts`, with DENTGRAPH_PYTHON naming a Python that has cv2 (default: python3).
 */
import { clahe } from '../edge/picture/clahe.ts'
import { enhance } from '../edge/picture/enhance.ts'
import { lumaOf } from '../edge/picture/luma.ts'
import { drawScene } from './drawn-scene.ts'
import { startOpencv } from './opencv-peer.ts'
import { median } from './statistics.ts'

const ROUNDS = 15
const RUNS_PER_ROUND = 5

const picture = drawScene(1333, 1000)
const luma = lumaOf(picture)
const ours = {
  clahe: () => clahe(luma, picture.width, picture.height),
  enhance: () => enhance(picture).data,
}

const opencv = await startOpencv(picture)
console.log(
  `${picture.width}x${picture.height}, OpenCV ${opencv.version} on one thread, Node ${process.version}`,
)
for (const recipe of ['clahe', 'enhance'] as const) {
  const same = Buffer.from(ours[recipe]()).equals(await opencv.result(recipe))
  const times = { ours: [] as number[], theirs: [] as number[] }
  for (let round = 0; round <= ROUNDS; round++) {
    const mine = Array.from({ length: RUNS_PER_ROUND }, () => {
      const start = performance.now()
      ours[recipe]()
      return performance.now() - start
    })
    const theirs = await opencv.times(recipe, RUNS_PER_ROUND)
    // The first round warms both up.
    if (round === 0) continue
    times.ours.push(...mine)
    times.theirs.push(...theirs)
  }
  const [a, b] = [median(times.ours), median(times.theirs)]
  console.log(
    `${recipe.padEnd(8)} dentgraph ${a.toFixed(2)} ms, OpenCV ${b.toFixed(2)} ms, ratio ${(a / b).toFixed(2)}, ` +
      `bytes ${same ? 'identical' : 'DIFFERENT'}`,
  )
}
opencv.stop()
