import UserOutlined from '@ant-design/icons/es/icons/UserOutlined'
import { Button, Dropdown, type MenuProps } from 'antd'
import { signOut } from '../api/session.ts'
import { type Language, setLanguage, useLanguage } from '../i18n/language.ts'
import { useTexts } from '../i18n/texts.ts'
import { appearances, setAppearance, useAppearance } from './appearance.ts'
import { frameTexts } from './frame-texts.ts'
import type { ChosenShop } from './shop.tsx'

const otherLanguage: Readonly<Record<Language, { readonly to: Language; readonly label: string }>> = {
  zh: { to: 'en', label: 'English' },
  en: { to: 'zh', label: '中文' },
}

/** Names the language that one would get, in that language. */
export function LanguageSwitch() {
  const { to, label } = otherLanguage[useLanguage()]
  return (
    <Button type="text" lang={to === 'zh' ? 'zh-CN' : 'en'} onClick={() => setLanguage(to)}>
      {label}
    </Button>
  )
}

/** Language, appearance, and the way out. */
export function AccountMenu({ role }: { readonly role: ChosenShop['role'] | undefined }) {
  const t = useTexts(frameTexts)
  const appearance = useAppearance()
  const items: MenuProps['items'] = [
    ...(role === undefined ? [] : [{ key: 'role', label: t(role), disabled: true }]),
    {
      type: 'group',
      key: 'appearance',
      label: t('appearance'),
      children: appearances.map((one) => ({ key: one, label: t(one), onClick: () => setAppearance(one) })),
    },
    { type: 'divider' },
    { key: 'sign-out', label: t('signOut'), onClick: () => signOut() },
  ]
  return (
    <div className="account">
      <LanguageSwitch />
      <Dropdown menu={{ items, selectable: true, selectedKeys: [appearance] }} trigger={['click']}>
        <Button type="text" icon={<UserOutlined />} aria-label={t('account')} />
      </Dropdown>
    </div>
  )
}
