import { Card } from 'antd'
import type { Reply } from '../../api/call.ts'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { standingTexts } from './standing-texts.ts'

type Standing = Reply<'get-member'>['standing']
type StandingProps = { readonly customerId: string; readonly standing: Standing }

const tones = { refers: 'good', left: 'calm', suspended: 'urgent' } as const

/** What counts where somebody has left and is suspended too: the owner's word. */
const stateOf = ({ leftAt, suspension }: Standing): keyof typeof tones => {
  if (suspension) return 'suspended'
  return leftAt === null ? 'refers' : 'left'
}

/** Whether somebody takes part in referrals, since when not and why; the owner suspends them here and takes that back. */
export function StandingCard({ customerId, standing }: StandingProps) {
  const t = useTexts(standingTexts)
  const { moment } = useFormat()
  const { role } = useThisShop()
  const { leftAt, suspension } = standing
  const state = stateOf(standing)
  return (
    <Card>
      <div className="stack">
        <h2>
          {t('title')} <StateTag tone={tones[state]}>{t(state)}</StateTag>
        </h2>
        {suspension ? (
          <dl className="facts">
            <dt>{t('since')}</dt>
            <dd>{moment(suspension.at)}</dd>
            <dt>{t('why')}</dt>
            <dd>{suspension.reason}</dd>
          </dl>
        ) : null}
        {leftAt === null ? null : <p>{t('leftAt', { at: moment(leftAt) })}</p>}
        <p className="page-hint">{t(`${state}Means`)}</p>
        {role === 'owner' ? <Change customerId={customerId} standing={standing} /> : null}
      </div>
    </Card>
  )
}

function Change({ customerId, standing }: StandingProps) {
  const t = useTexts(standingTexts)
  const { shopId } = useThisShop()
  const suspend = useChange('suspend-referrer')
  const lift = useChange('lift-suspension')
  const path = { shopId, customerId }
  if (standing.suspension)
    return (
      <div className="row-actions">
        <ConfirmButton
          type="primary"
          action={t('lift')}
          consequence={t('liftConsequence')}
          onConfirm={() => lift.mutateAsync({ path })}
        />
      </div>
    )
  return (
    <Verdict
      label={t('reason')}
      choices={[
        {
          action: t('suspend'),
          consequence: t('suspendConsequence'),
          danger: true,
          onConfirm: (reason) => suspend.mutateAsync({ path, body: { reason } }),
        },
      ]}
    />
  )
}
