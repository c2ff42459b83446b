import './crop.css'
import { colourOf } from '../palette.ts'
import { cropOf } from './crop-of.ts'

interface DamageCropProps {
  src: string
  alt: string
  /** `[x, y, width, height]`, 0 to 1 across the photo. */
  box: readonly [number, number, number, number]
  /** Of the photo, in pixels. */
  width: number
  height: number
  /** Drawn over it. @default no outline */
  outline?: { polygons: readonly (readonly (readonly [number, number])[])[]; type: string }
  /** Loaded at once, to be printed. @default false */
  eager?: boolean
}

const FRAME = 4 / 3
const percent = (share: number) => `${100 * share}%`

/** A damage with some of its surroundings, cut out of its photo by the browser. */
export function DamageCrop({ src, alt, box, width, height, outline, eager = false }: DamageCropProps) {
  const crop = cropOf(box, width / height, FRAME)
  return (
    <div className="crop">
      <img
        src={src}
        alt={alt}
        loading={eager ? 'eager' : 'lazy'}
        decoding="async"
        style={{
          width: percent(1 / crop.width),
          height: percent(1 / crop.height),
          left: percent(-crop.x / crop.width),
          top: percent(-crop.y / crop.height),
        }}
      />
      {outline && (
        <svg
          className="crop-outline"
          viewBox={`${crop.x} ${crop.y} ${crop.width} ${crop.height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {outline.polygons.map((ring) => (
            <polygon key={ring.join(' ')} points={ring.join(' ')} stroke={colourOf(outline.type)} />
          ))}
        </svg>
      )}
    </div>
  )
}
