import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../parts/page.tsx'
import { ChannelBoard } from './channel-board.tsx'
import { channelTexts } from './channel-texts.ts'
import { RecordSpending } from './record-spending.tsx'
import { RecordedSpending } from './recorded-spending.tsx'

/** What each channel brings, how much of it stays, and what it costs. */
export function ChannelsPage() {
  const t = useTexts(channelTexts)
  const { role } = useThisShop()
  return (
    <Page title={t('title')} hint={t('hint')} actions={role === 'owner' ? <RecordSpending /> : null}>
      <ChannelBoard />
      <RecordedSpending />
    </Page>
  )
}
