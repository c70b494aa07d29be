import { App, Button } from 'antd'
import { type ChangeEvent, useRef, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { FigureCard } from '../../parts/figure-card.tsx'
import { Nothing } from '../../parts/states.tsx'
import { Picture } from './picture.tsx'
import type { Product } from './product-fields.ts'
import { productPageTexts } from './product-texts.ts'
import { pictureAccept, uploadPicture } from './upload-picture.ts'

const picturesMax = 9

/** A product's pictures in their order: bring one, take one away, put one in front. */
export function Pictures({ product, mayChange }: { readonly product: Product; readonly mayChange: boolean }) {
  const t = useTexts(productPageTexts)
  const { imageIds, imagePaths, title } = product
  const { shopId } = useThisShop()
  const edit = useChange('edit-product')
  const { productId } = product
  const keep = (next: readonly string[]) =>
    edit.mutateAsync({ path: { shopId, productId }, body: { imageIds: [...next] } })
  const upload = useUpload((imageId) => keep([...imageIds, imageId]))
  return (
    <FigureCard
      title={t('pictures')}
      hint={t('uploadHint')}
      extra={mayChange && imageIds.length < picturesMax ? <UploadButton {...upload} /> : null}
    >
      {imageIds.length === 0 ? <Nothing text={t('noPictures')} /> : null}
      <ul className="pictures">
        {imageIds.map((imageId, at) => (
          <li key={imageId}>
            <Picture path={imagePaths[at]} alt={t('picture', { title, n: at + 1 })} />
            {mayChange ? (
              <div className="row-actions">
                {at === 0 ? null : (
                  <Button size="small" onClick={() => keep([imageId, ...imageIds.filter((id) => id !== imageId)])}>
                    {t('toFront')}
                  </Button>
                )}
                <Button size="small" danger onClick={() => keep(imageIds.filter((id) => id !== imageId))}>
                  {t('removePicture', { n: at + 1 })}
                </Button>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </FigureCard>
  )
}

/** Sends a chosen file. */
function useUpload(onUploaded: (imageId: string) => Promise<unknown>) {
  const t = useTexts(productPageTexts)
  const { message } = App.useApp()
  const { shopId } = useThisShop()
  const [isBusy, setBusy] = useState(false)
  const send = async (file: File) => {
    setBusy(true)
    try {
      const uploaded = await uploadPicture(shopId, file)
      if ('problem' in uploaded) message.error(t(uploaded.problem))
      else {
        await onUploaded(uploaded.imageId)
        message.success(t('saved'))
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      message.error(error.message || t('uploadFailed'))
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, send }
}

function UploadButton({ isBusy, send }: { readonly isBusy: boolean; readonly send: (file: File) => Promise<unknown> }) {
  const t = useTexts(productPageTexts)
  const input = useRef<HTMLInputElement>(null)
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? []
    target.value = ''
    if (file) send(file)
  }
  return (
    <>
      <input ref={input} type="file" hidden accept={pictureAccept} aria-label={t('upload')} onChange={choose} />
      <Button loading={isBusy} onClick={() => input.current?.click()}>
        {t('upload')}
      </Button>
    </>
  )
}
