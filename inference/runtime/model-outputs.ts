import type { Box } from '../geometry/types.ts'
import { MASK_SIDE } from '../instance.ts'
import { ModelOutputInvalid } from './errors.ts'
import type { RawOutputs } from './session.ts'

/** One row of the graph's outputs. */
export interface Detection {
  /** Class, counted from 1. */
  label: number
  score: number
  /** In pixels of the picture that was given to the graph. */
  box: Box
  mask: Float32Array
}

const MASK_PIXELS = MASK_SIDE * MASK_SIDE
/** Rounding in the graph may leave a box this many pixels outside the picture. */
const SLACK_PX = 1
/** Rounding may leave a probability this far outside 0 to 1. */
const SLACK_PROBABILITY = 1e-3

/**
 * Checks that outputs are what a Mask R-CNN can have said about a picture of this size, so that
 * nothing after this meets NaN, boxes outside the picture or arrays of another length.
 * Boxes without an area are left out: they enclose nothing.
 *
 * @throws ModelOutputInvalid naming the output, what was expected and what came
 */
export function checkOutputs(
  outputs: RawOutputs,
  { width, height, classes }: { width: number; height: number; classes: number },
): Detection[] {
  const scores = tensor(outputs, 'scores', 'float32', [null])
  const n = scores.length
  const boxes = tensor(outputs, 'boxes', 'float32', [n, 4])
  const labels = tensor(outputs, 'labels', 'int64', [n])
  const masks = tensor(outputs, 'masks', 'float32', [n, MASK_SIDE, MASK_SIDE])
  const detections: Detection[] = []
  for (let i = 0; i < n; i++) {
    const label = Number(labels[i])
    if (!(label >= 1 && label <= classes)) {
      throw new ModelOutputInvalid('labels', `labels from 1 to ${classes}`, String(label))
    }
    const score = probability('scores', scores[i] as number)
    const box = boxes.subarray(4 * i, 4 * i + 4)
    const [x1, y1, x2, y2] = box as unknown as Box
    const inside = x1 >= -SLACK_PX && y1 >= -SLACK_PX && x2 <= width + SLACK_PX && y2 <= height + SLACK_PX
    if (!(inside && x1 <= x2 && y1 <= y2)) {
      throw new ModelOutputInvalid('boxes', `boxes within ${width}x${height} pixels`, `[${box.join(', ')}]`)
    }
    const mask = masks.slice(MASK_PIXELS * i, MASK_PIXELS * (i + 1))
    for (let j = 0; j < MASK_PIXELS; j++) mask[j] = probability('masks', mask[j] as number)
    const clipped: Box = [Math.max(x1, 0), Math.max(y1, 0), Math.min(x2, width), Math.min(y2, height)]
    if (clipped[0] < clipped[2] && clipped[1] < clipped[3])
      detections.push({ label, score, box: clipped, mask })
  }
  return detections
}

/**
 * What the graph says of the photo as a whole.
 *
 * @returns the probability that a vehicle is in view; null for a graph without that output
 * @throws ModelOutputInvalid
 */
export function checkVehicle(outputs: RawOutputs): number | null {
  if (!outputs.vehicle) return null
  return probability('vehicle', tensor(outputs, 'vehicle', 'float32', [1])[0] as number)
}

function probability(output: string, value: number): number {
  // Written so that NaN fails it too.
  if (!(value >= -SLACK_PROBABILITY && value <= 1 + SLACK_PROBABILITY)) {
    throw new ModelOutputInvalid(output, 'probabilities from 0 to 1', String(value))
  }
  return Math.min(Math.max(value, 0), 1)
}

const arrays = { float32: Float32Array, int64: BigInt64Array }

/** @param shape expected size per axis; null is any size */
function tensor<T extends keyof typeof arrays>(
  outputs: RawOutputs,
  name: string,
  type: T,
  shape: (number | null)[],
): InstanceType<(typeof arrays)[T]> {
  const { type: gotType = 'nothing', dims = [], data } = outputs[name] ?? {}
  const fits =
    dims.length === shape.length && shape.every((size, axis) => size === null || size === dims[axis])
  const length = dims.reduce((product, size) => product * size, 1)
  if (gotType !== type || !fits || !(data instanceof arrays[type]) || data.length !== length) {
    const expected = `${type}[${shape.map((size) => size ?? 'n').join(', ')}]`
    throw new ModelOutputInvalid(name, expected, `${gotType}[${dims.join(', ')}]`)
  }
  return data as InstanceType<(typeof arrays)[T]>
}
