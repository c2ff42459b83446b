import { type FragmentOf, graphql } from '../graphql/graphql.ts'

/** Two sizes of a small picture, of which the browser takes the one that its screen needs. */
export const ThumbnailLinks = graphql(`
  fragment ThumbnailLinks on PhotoLinks {
    small: thumbnail(width: 320)
    large: thumbnail(width: 640)
  }
`)

interface ThumbnailProps {
  links: FragmentOf<typeof ThumbnailLinks>
  /** How wide it is shown, as `sizes` of an image says it, such as `116px`. */
  sizes: string
}

/**
 * A photo in a list, loaded when it comes near. Whoever shows it gives it its shape, so that nothing
 * moves when it arrives; what it shows is said beside it.
 */
export const Thumbnail = ({ links: { small, large }, sizes }: ThumbnailProps) => (
  <img
    src={small}
    srcSet={`${small} 320w, ${large} 640w`}
    sizes={sizes}
    alt=""
    loading="lazy"
    decoding="async"
  />
)
