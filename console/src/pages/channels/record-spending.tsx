import { App, AutoComplete, Button, Form, Input, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Failure } from '../../parts/states.tsx'
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
  const { message } = App.useApp()
  const { shopId } = useThisShop()
  const { day } = useFormat()
  const name = useChannelName()
  const [isOpen, setOpen] = useState(false)
  const [form] = Form.useForm<Fields>()
  const channels = useChannels().data?.items ?? []
  const record = useChange('record-channel-spending')
  const today = day(new Date().toISOString())
  const save = async ({ yuan, ...place }: Fields) => {
    const path = { shopId, day: place.day, channel: place.channel.trim() }
    const done = await record.mutateAsync({ path, body: { spentFen: fenOfYuan(yuan) } }).catch(() => undefined)
    if (done === undefined) return
    message.success(t('saved'))
    setOpen(false)
  }
  const required = [{ required: true, whitespace: true, message: t('required') }]
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('record')}
      </Button>
      <Modal
        open={isOpen}
        title={t('record')}
        okText={t('save')}
        confirmLoading={record.isPending}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <p className="page-hint">{t('recordHint')}</p>
        {record.error ? <Failure error={record.error} /> : null}
        <Form<Fields> form={form} layout="vertical" initialValues={{ day: today }} preserve={false} onFinish={save}>
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
        </Form>
      </Modal>
    </>
  )
}
