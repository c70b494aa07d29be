import { App, Button } from 'antd'
import { type ChangeEvent, useRef } from 'react'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { FigureCard } from '../../parts/figure-card.tsx'
import { Nothing } from '../../parts/states.tsx'
import { useTask } from '../../parts/use-task.ts'
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
  const { isBusy, run } = useTask(keep)
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
                  <Button
                    size="small"
                    disabled={isBusy}
                    onClick={() => run([imageId, ...imageIds.filter((id) => id !== imageId)])}
                  >
                    {t('toFront')}
                  </Button>
                )}
                <Button
                  size="small"
                  danger
                  disabled={isBusy}
                  onClick={() => run(imageIds.filter((id) => id !== imageId))}
                >
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
  const { isBusy, run: send } = useTask(async (file: File) => {
    const uploaded = await uploadPicture(shopId, file)
    if ('problem' in uploaded) return message.error(t(uploaded.problem))
    await onUploaded(uploaded.imageId)
    return message.success(t('saved'))
  })
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
