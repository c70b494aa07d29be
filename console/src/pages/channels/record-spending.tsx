import { AutoComplete, Form, Input, InputNumber } from 'antd'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { fenOfYuan } from '../../parts/typed-numbers.ts'
import { useChannelName } from '../../parts/use-channel-name.ts'
import { useChannels } from './channel-board.tsx'
import { channelTexts } from './channel-texts.ts'

const yuanMax = 10_000_000
const channelLengthMax = 64

type Fields = { readonly channel: string; readonly day: string; readonly yuan: number }

/** Says what was spent on a channel on a day. */
export function RecordSpending() {
  const t = useTexts(channelTexts)
  const { shopId } = useThisShop()
  const { day } = useFormat()
  const name = useChannelName()
  const channels = useChannels().data?.items ?? []
  const record = useChange('record-channel-spending')
  const today = day(new Date().toISOString())
  const save = ({ yuan, ...place }: Fields) =>
    record.mutateAsync({
      path: { shopId, day: place.day, channel: place.channel.trim() },
      body: { spentFen: fenOfYuan(yuan) },
    })
  const required = [{ required: true, whitespace: true, message: t('required') }]
  return (
    <FormDialog<Fields>
      type="primary"
      action={t('record')}
      title={t('record')}
      saved={t('saved')}
      initial={{ day: today }}
      change={record}
      onSave={save}
    >
      <p className="page-hint">{t('recordHint')}</p>
      <Form.Item name="channel" label={t('channel')} extra={t('channelHelp')} rules={required}>
        <AutoComplete
          maxLength={channelLengthMax}
          options={channels.map(({ channel }) => ({ value: channel, label: name(channel) }))}
        />
      </Form.Item>
      <Form.Item name="day" label={t('day')} rules={required}>
        <Input type="date" max={today} />
      </Form.Item>
      <Form.Item name="yuan" label={t('amount')} rules={[{ required: true, message: t('required') }]}>
        <InputNumber min={0} max={yuanMax} precision={2} prefix="¥" />
      </Form.Item>
    </FormDialog>
  )
}
