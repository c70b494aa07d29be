import { Button, Card, QRCode, Typography } from 'antd'
import { useEffect, useState } from 'react'
import { LanguageSwitch } from '../../app/account-menu.tsx'
import { useIsDark } from '../../app/appearance.ts'
import { frameTexts } from '../../app/frame-texts.ts'
import { Mark } from '../../app/mark.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { signInTexts } from './sign-in-texts.ts'
import { useCodePicture } from './use-code-picture.ts'
import { useSignIn } from './use-sign-in.ts'

const codePx = 208

/** A code for the phone; the page goes on by itself once the phone has confirmed. */
export function SignInPage() {
  const t = useTexts(signInTexts)
  const frame = useTexts(frameTexts)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    document.title = `${t('title')} · ${frame('name')}`
  }, [t, frame])
  return (
    <main className="sign-in">
      <section className="sign-in-story">
        <Mark />
        <p className="sign-in-claim">{t('story')}</p>
        <p>{t('storyText')}</p>
      </section>
      <Card className="sign-in-card">
        <div className="sign-in-head">
          <Typography.Title level={1}>{t('title')}</Typography.Title>
          <LanguageSwitch />
        </div>
        <p>{t('how')}</p>
        <Code key={attempt} onAgain={() => setAttempt(attempt + 1)} />
        <p className="faint">{t('safe')}</p>
        <p className="faint">{t('who')}</p>
      </Card>
    </main>
  )
}

function Code({ onAgain }: { readonly onAgain: () => void }) {
  const signIn = useSignIn()
  const t = useTexts(signInTexts)
  const isOver = signIn.status !== 'waiting' && signIn.status !== 'preparing'
  const begun = signIn.status === 'waiting' ? signIn : undefined
  const picture = useCodePicture(begun)
  return (
    <div className="sign-in-code" aria-live="polite">
      {picture === 'pending' || picture === 'none' ? (
        <Plain id={picture === 'none' ? begun?.signInId : undefined} isOver={isOver} />
      ) : (
        <img className={isOver ? 'is-over' : ''} src={picture} alt={t('code')} width={codePx} height={codePx} />
      )}
      {isOver ? (
        <div className="sign-in-over">
          <strong>{t(signIn.status)}</strong>
          <Button type="primary" onClick={onAgain}>
            {t('again')}
          </Button>
        </div>
      ) : null}
      {begun === undefined ? null : (
        <p className="sign-in-number">
          <span className="faint">{t('copyHint')}</span>
          <Typography.Text copyable data-testid="sign-in-id">
            {begun.signInId}
          </Typography.Text>
        </p>
      )}
    </div>
  )
}

/** A code without WeChat, which the mini-program's own camera reads; a place for one that is on its way. */
function Plain({ id, isOver }: { readonly id: string | undefined; readonly isOver: boolean }) {
  const t = useTexts(signInTexts)
  const isDark = useIsDark()
  return (
    <div>
      <QRCode
        aria-label={t('code')}
        value={id ?? '-'}
        size={codePx}
        // A camera wants dark on light, whatever the page looks like.
        color="#1c2422"
        bgColor={isDark ? '#f1f4f2' : '#ffffff'}
        bordered={false}
        {...(id === undefined ? { status: 'loading' as const } : {})}
        {...(isOver ? { statusRender: () => <span /> } : {})}
      />
    </div>
  )
}
