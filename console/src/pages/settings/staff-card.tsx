import { Card, Form, Input } from 'antd'
import type { Reply } from '../../api/call.ts'
import { useApi, useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { CopyableId } from '../../parts/copyable-id.tsx'
import { settingsTexts } from './settings-texts.ts'

type Member = Reply<'list-staff'>['items'][number]
type Typed = { readonly name?: string; readonly customerId?: string }

/** Longest name that the API takes. */
const nameLengthMax = 20

/** Who works in the shop, by the names that the owner gave them; one more, and one less. */
export function StaffCard() {
  const t = useTexts(settingsTexts)
  const { shopId } = useThisShop()
  const staff = useApi('list-staff', { path: { shopId } })
  return (
    <Card>
      <h2>{t('staff')}</h2>
      <div className="stack">
        <p className="page-hint">{t('staffHint')}</p>
        <Answer of={staff} rows={2}>
          {({ items }) => (
            <ul className="matters">
              {items.length === 0 ? <li className="faint">{t('noStaff')}</li> : null}
              {items.map((member) => (
                <One key={member.customerId} member={member} />
              ))}
            </ul>
          )}
        </Answer>
        <OneMore />
      </div>
    </Card>
  )
}

function One({ member: { customerId, name, since } }: { readonly member: Member }) {
  const t = useTexts(settingsTexts)
  const { shopId } = useThisShop()
  const { moment } = useFormat()
  const remove = useChange('remove-staff')
  return (
    <li className="staff">
      <span className="two-lines">
        <span>
          <strong>{name ?? t('unnamed')}</strong> <CopyableId id={customerId} />
        </span>
        <small>{t('since', { at: moment(since) })}</small>
      </span>
      <ConfirmButton
        danger
        size="small"
        action={t('remove')}
        consequence={t('removeConsequence', { name: name ?? t('unnamed') })}
        onConfirm={() => remove.mutateAsync({ path: { shopId, customerId } })}
      />
    </li>
  )
}

function OneMore() {
  const t = useTexts(settingsTexts)
  const { shopId } = useThisShop()
  const add = useChange('add-staff')
  const [form] = Form.useForm<Typed>()
  const { name = '', customerId = '' } = Form.useWatch([], form) ?? {}
  const typed = { name: name.trim(), customerId: customerId.trim() }
  const confirm = async () => {
    await add.mutateAsync({ path: { shopId, customerId: typed.customerId }, body: { name: typed.name } })
    form.resetFields()
  }
  return (
    <Form<Typed> form={form} layout="vertical" requiredMark={false}>
      <Form.Item name="name" label={t('staffName')}>
        <Input maxLength={nameLengthMax} placeholder={t('staffNameExample')} />
      </Form.Item>
      <Form.Item name="customerId" label={t('customerId')} extra={t('customerIdHint')}>
        <Input placeholder="cus_…" />
      </Form.Item>
      <ConfirmButton
        type="primary"
        disabled={typed.name === '' || !typed.customerId.startsWith('cus_')}
        action={t('add')}
        consequence={t('addConsequence', { name: typed.name })}
        onConfirm={confirm}
      />
    </Form>
  )
}
