import type { Picture } from '../edge/picture/picture.ts'

/** A picture with a photo's mixture of smooth shading, edges and sensor noise; always the same. */
export function drawScene(width: number, height: number): Picture {
  const data = new Uint8ClampedArray(width * height * 3)
  let seed = 1
  const noise = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0
    return (seed >>> 24) / 16 - 8
  }
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const sky = y < height * 0.35
      const body = Math.hypot((x / width - 0.5) * 1.6, y / height - 0.6) < 0.45
      const shade = 40 * Math.sin(x / 90) * Math.cos(y / 70)
      const grain = noise()
      data[at] = (sky ? 150 : body ? 170 : 70) + shade + grain
      data[at + 1] = (sky ? 180 : body ? 40 : 75) + shade + grain
      data[at + 2] = (sky ? 220 - y / 5 : body ? 45 : 80) + shade + grain
    }
  }
  return { data: new Uint8Array(data.buffer), width, height }
}
