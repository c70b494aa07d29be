import { useTexts } from '../i18n/texts.ts'
import { frameTexts } from './frame-texts.ts'
import mark from './mark.svg'

/** Sign, name and what it is for. */
export function Mark() {
  const t = useTexts(frameTexts)
  return (
    <div className="mark">
      <img src={mark} alt="" width={32} height={32} />
      <div>
        <strong>{t('name')}</strong>
        <span>{t('motto')}</span>
      </div>
    </div>
  )
}
