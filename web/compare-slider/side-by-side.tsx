import { useEffect, useMemo, useState } from 'react'
import { useTexts } from '../texts/texts-context.tsx'
import { PhotoStage } from '../viewer/photo-stage.tsx'
import { createViewStore } from '../viewer/view-store.ts'
import styles from './compare-slider.module.css'
import type { CompareLayer, SideBySideProps } from './types.ts'

/** Two photos of the same place, zoomed and moved as one. */
export function SideBySide({ before, after }: SideBySideProps) {
  const { viewer } = useTexts()
  const views = useMemo(createViewStore, [])
  return (
    <div>
      <div className={styles.pair}>
        {[before, after].map((layer, at) => (
          <figure key={`${at} ${layer.src}`}>
            <div className={styles.half}>
              <Half layer={layer} views={views} />
            </div>
            <figcaption>{layer.label}</figcaption>
          </figure>
        ))}
      </div>
      <p className={styles.note}>{viewer.compare.sideBySide}</p>
    </div>
  )
}

interface HalfProps {
  layer: CompareLayer
  views: ReturnType<typeof createViewStore>
}

function Half({ layer: { src, label }, views }: HalfProps) {
  const { viewer } = useTexts()
  const size = useNaturalSize(src)
  return (
    <PhotoStage
      photo={{ src, alt: label, width: size?.width ?? 4, height: size?.height ?? 3 }}
      views={views}
      label={viewer.label}
    />
  )
}

/** In pixels; null until the picture has been loaded. */
function useNaturalSize(src: string): { width: number; height: number } | null {
  const [size, setSize] = useState<{ src: string; width: number; height: number } | null>(null)
  useEffect(() => {
    const image = new Image()
    image.onload = () => setSize({ src, width: image.naturalWidth, height: image.naturalHeight })
    image.src = src
    return () => {
      image.onload = null
    }
  }, [src])
  return size?.src === src ? size : null
}
