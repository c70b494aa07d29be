import { useState } from 'react'
import { useThisShop } from '../../app/shop.tsx'

/** A picture of a product: as just chosen, or from where pictures are served; its number where neither shows it. */
export function Picture({
  imageId,
  alt,
  shown,
}: {
  readonly imageId: string
  readonly alt: string
  /** Address of the file that this page has sent. */
  readonly shown?: string
}) {
  const { shopId } = useThisShop()
  const [isMissing, setMissing] = useState(false)
  if (isMissing && shown === undefined) return <span className="picture faint">{alt}</span>
  const source = shown ?? `/images/${shopId}/${imageId}`
  return <img className="picture" src={source} alt={alt} loading="lazy" onError={() => setMissing(true)} />
}
