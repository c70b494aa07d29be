import DashboardOutlined from '@ant-design/icons/es/icons/DashboardOutlined'
import SettingOutlined from '@ant-design/icons/es/icons/SettingOutlined'
import ShoppingOutlined from '@ant-design/icons/es/icons/ShoppingOutlined'
import type { ComponentType } from 'react'
import type { Text } from '../i18n/texts.ts'
import type { frameTexts } from './frame-texts.ts'

/** Where in the navigation a page stands; in this order. */
export const pageGroups = [
  'workDesk',
  'insight',
  'money',
  'setUp',
  'platform',
] as const satisfies (keyof typeof frameTexts)[]

export type PageRow = {
  /** Under `/shops/{shopId}/`; with parameters, such as `orders/:orderId`. Of the platform: under `/platform/`. */
  readonly path: string
  readonly title: Text
  readonly group: (typeof pageGroups)[number]
  /** Who may open it: `staff` means owner, staff and operators, as with the API's reading rows. */
  readonly access: 'staff' | 'owner' | 'operator'
  /** Left out of the navigation: one comes to it from another page, whose path it begins with. */
  readonly isDetail?: true
  readonly icon: ComponentType
  /** Loaded when it is opened. */
  readonly load: () => Promise<ComponentType>
}

/** Every page of the console, one row each, in the order of the navigation. */
export const pages: readonly PageRow[] = [
  {
    path: 'overview',
    title: { zh: '概览', en: 'Overview' },
    icon: DashboardOutlined,
    group: 'workDesk',
    access: 'staff',
    load: async () => (await import('../pages/overview/overview-page.tsx')).OverviewPage,
  },
  {
    path: 'orders',
    title: { zh: '订单', en: 'Orders' },
    icon: ShoppingOutlined,
    group: 'workDesk',
    access: 'staff',
    load: async () => (await import('../pages/orders/orders-page.tsx')).OrdersPage,
  },
  {
    path: 'orders/:orderId',
    title: { zh: '订单详情', en: 'Order' },
    icon: ShoppingOutlined,
    group: 'workDesk',
    access: 'staff',
    isDetail: true,
    load: async () => (await import('../pages/orders/order-page.tsx')).OrderPage,
  },
  {
    path: 'settings',
    title: { zh: '店铺设置', en: 'Shop settings' },
    icon: SettingOutlined,
    group: 'setUp',
    access: 'staff',
    load: async () => (await import('../pages/settings/settings-page.tsx')).SettingsPage,
  },
]
