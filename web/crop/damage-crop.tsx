import './crop.css'
import { colourOf } from '../palette.ts'
import { damageName } from '../texts/naming.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { cropOf } from './crop-of.ts'

interface DamageCropProps {
  damage: {
    type: string
    part: string | null
    /** `[x, y, width, height]`, 0 to 1 across the photo. */
    box: readonly [number, number, number, number]
  }
  /** What it is cut out of; its sides in pixels. Where anything of this is unknown, nothing is shown. */
  photo: { links: { normalized: string } | null; width: number | null; height: number | null }
  /** Drawn over it, 0 to 1 across the photo. @default no outline */
  polygons?: readonly (readonly (readonly [number, number])[])[]
  /** Loaded at once, to be printed. @default false */
  eager?: boolean
}

const FRAME = 4 / 3
const percent = (share: number) => `${100 * share}%`

/** A damage with some of its surroundings, cut out of its photo by the browser. */
export function DamageCrop({ damage, photo, polygons, eager = false }: DamageCropProps) {
  const texts = useTexts()
  const { links, width, height } = photo
  if (!links || !width || !height) return null
  const crop = cropOf(damage.box, width / height, FRAME)
  return (
    <div className="crop">
      <img
        src={links.normalized}
        alt={texts.photo.crop(damageName(texts, damage))}
        loading={eager ? 'eager' : 'lazy'}
        decoding="async"
        style={{
          width: percent(1 / crop.width),
          height: percent(1 / crop.height),
          left: percent(-crop.x / crop.width),
          top: percent(-crop.y / crop.height),
        }}
      />
      {polygons && (
        <svg
          className="crop-outline"
          viewBox={`${crop.x} ${crop.y} ${crop.width} ${crop.height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {polygons.map((ring) => (
            <polygon key={ring.join(' ')} points={ring.join(' ')} stroke={colourOf(damage.type)} />
          ))}
        </svg>
      )}
    </div>
  )
}
