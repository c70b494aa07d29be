import PictureOutlined from '@ant-design/icons/es/icons/PictureOutlined'
import { useState } from 'react'

/** A picture of a product, which comes when it is scrolled to; a neutral field where there is none. */
export function Picture({
  path,
  alt,
  size = 'large',
}: {
  /** As the API names it; undefined for a product without pictures. */
  readonly path: string | undefined
  readonly alt: string
  readonly size?: 'small' | 'large'
}) {
  const [missingPath, setMissingPath] = useState<string>()
  if (path === undefined || path === missingPath)
    return (
      <span className={`picture ${size}`} role="img" aria-label={alt}>
        <PictureOutlined />
      </span>
    )
  return <img className={`picture ${size}`} src={path} alt={alt} loading="lazy" onError={() => setMissingPath(path)} />
}
