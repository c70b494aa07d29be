import { Alert } from 'antd'
import type { Reply } from '../../api/call.ts'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { Verdict } from '../checks/verdict.tsx'
import { standingTexts } from './standing-texts.ts'

type Standing = Reply<'get-member'>['standing']

/** That somebody takes no part in referrals, and since when; nothing of who does. */
export function StandingNote({ standing: { leftAt, suspension } }: { readonly standing: Standing }) {
  const t = useTexts(standingTexts)
  const { moment } = useFormat()
  return (
    <>
      {suspension ? (
        <Alert type="warning" title={t('suspended', { at: moment(suspension.at) })} description={suspension.reason} />
      ) : null}
      {leftAt === null ? null : <Alert type="info" title={t('left', { at: moment(leftAt) })} />}
    </>
  )
}

/** The owner's: to suspend a referrer with a reason, or to take that back. */
export function Suspend({ customerId, standing }: { readonly customerId: string; readonly standing: Standing }) {
  const t = useTexts(standingTexts)
  const { shopId, role } = useThisShop()
  const suspend = useChange('suspend-referrer')
  const lift = useChange('lift-suspension')
  if (role !== 'owner') return null
  const path = { shopId, customerId }
  return (
    <>
      <h2>{t('title')}</h2>
      {standing.suspension ? (
        <ConfirmButton
          action={t('lift')}
          consequence={t('liftConsequence')}
          onConfirm={() => lift.mutateAsync({ path })}
        />
      ) : (
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
      )}
    </>
  )
}
