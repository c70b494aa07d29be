import ApartmentOutlined from '@ant-design/icons/es/icons/ApartmentOutlined'
import AppstoreOutlined from '@ant-design/icons/es/icons/AppstoreOutlined'
import AuditOutlined from '@ant-design/icons/es/icons/AuditOutlined'
import CalculatorOutlined from '@ant-design/icons/es/icons/CalculatorOutlined'
import DashboardOutlined from '@ant-design/icons/es/icons/DashboardOutlined'
import GlobalOutlined from '@ant-design/icons/es/icons/GlobalOutlined'
import ImportOutlined from '@ant-design/icons/es/icons/ImportOutlined'
import PayCircleOutlined from '@ant-design/icons/es/icons/PayCircleOutlined'
import ReloadOutlined from '@ant-design/icons/es/icons/ReloadOutlined'
import SafetyOutlined from '@ant-design/icons/es/icons/SafetyOutlined'
import SettingOutlined from '@ant-design/icons/es/icons/SettingOutlined'
import ShareAltOutlined from '@ant-design/icons/es/icons/ShareAltOutlined'
import ShoppingOutlined from '@ant-design/icons/es/icons/ShoppingOutlined'
import TeamOutlined from '@ant-design/icons/es/icons/TeamOutlined'
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
    path: 'products',
    title: { zh: '商品', en: 'Products' },
    icon: AppstoreOutlined,
    group: 'workDesk',
    access: 'staff',
    load: async () => (await import('../pages/products/products-page.tsx')).ProductsPage,
  },
  {
    path: 'products/new',
    title: { zh: '新建商品', en: 'New product' },
    icon: AppstoreOutlined,
    group: 'workDesk',
    access: 'staff',
    isDetail: true,
    load: async () => (await import('../pages/products/new-product-page.tsx')).NewProductPage,
  },
  {
    path: 'products/categories',
    title: { zh: '商品分类', en: 'Categories' },
    icon: AppstoreOutlined,
    group: 'workDesk',
    access: 'staff',
    isDetail: true,
    load: async () => (await import('../pages/products/categories-page.tsx')).CategoriesPage,
  },
  {
    path: 'products/:productId',
    title: { zh: '商品详情', en: 'Product' },
    icon: AppstoreOutlined,
    group: 'workDesk',
    access: 'staff',
    isDetail: true,
    load: async () => (await import('../pages/products/product-page.tsx')).ProductPage,
  },
  {
    path: 'repurchase',
    title: { zh: '复购', en: 'Repurchase' },
    icon: ReloadOutlined,
    group: 'insight',
    access: 'staff',
    load: async () => (await import('../pages/repurchase/repurchase-page.tsx')).RepurchasePage,
  },
  {
    path: 'repurchase/:metricKey',
    title: { zh: '指标里的顾客', en: 'Customers of a figure' },
    icon: ReloadOutlined,
    group: 'insight',
    access: 'staff',
    isDetail: true,
    load: async () => (await import('../pages/repurchase/metric-customers-page.tsx')).MetricCustomersPage,
  },
  {
    path: 'channels',
    title: { zh: '渠道', en: 'Channels' },
    icon: ShareAltOutlined,
    group: 'insight',
    access: 'staff',
    load: async () => (await import('../pages/channels/channels-page.tsx')).ChannelsPage,
  },
  {
    path: 'customers',
    title: { zh: '顾客', en: 'Customers' },
    icon: TeamOutlined,
    group: 'insight',
    access: 'staff',
    load: async () => (await import('../pages/customers/customers-page.tsx')).CustomersPage,
  },
  {
    path: 'customers/:customerId',
    title: { zh: '顾客详情', en: 'Customer' },
    icon: TeamOutlined,
    group: 'insight',
    access: 'staff',
    isDetail: true,
    load: async () => (await import('../pages/customers/customer-page.tsx')).CustomerPage,
  },
  {
    path: 'referrers',
    title: { zh: '推荐人', en: 'Referrers' },
    icon: ApartmentOutlined,
    group: 'insight',
    access: 'staff',
    load: async () => (await import('../pages/referrers/referrers-page.tsx')).ReferrersPage,
  },
  {
    path: 'referrers/:customerId',
    title: { zh: '推荐人详情', en: 'Referrer' },
    icon: ApartmentOutlined,
    group: 'insight',
    access: 'staff',
    isDetail: true,
    load: async () => (await import('../pages/referrers/referrer-page.tsx')).ReferrerPage,
  },
  {
    path: 'commissions',
    title: { zh: '佣金', en: 'Commissions' },
    icon: PayCircleOutlined,
    group: 'money',
    access: 'staff',
    load: async () => (await import('../pages/commissions/commissions-page.tsx')).CommissionsPage,
  },
  {
    path: 'commissions/:referrerId',
    title: { zh: '对账单', en: 'Statement' },
    icon: PayCircleOutlined,
    group: 'money',
    access: 'owner',
    isDetail: true,
    load: async () => (await import('../pages/commissions/statement-page.tsx')).StatementPage,
  },
  {
    path: 'checks',
    title: { zh: '暂扣与争议', en: 'Holds and disputes' },
    icon: SafetyOutlined,
    group: 'money',
    access: 'staff',
    load: async () => (await import('../pages/checks/checks-page.tsx')).ChecksPage,
  },
  {
    path: 'dry-run',
    title: { zh: '佣金试算', en: 'Commission dry run' },
    icon: CalculatorOutlined,
    group: 'money',
    access: 'owner',
    load: async () => (await import('../pages/dry-run/dry-run-page.tsx')).DryRunPage,
  },
  {
    path: 'reconciliation',
    title: { zh: '对账', en: 'Reconciliation' },
    icon: AuditOutlined,
    group: 'money',
    access: 'owner',
    load: async () => (await import('../pages/reconciliation/reconciliation-page.tsx')).ReconciliationPage,
  },
  {
    path: 'settings',
    title: { zh: '店铺设置', en: 'Shop settings' },
    icon: SettingOutlined,
    group: 'setUp',
    access: 'staff',
    load: async () => (await import('../pages/settings/settings-page.tsx')).SettingsPage,
  },
  {
    path: 'imports',
    title: { zh: '导入历史订单', en: 'Import past orders' },
    icon: ImportOutlined,
    group: 'setUp',
    access: 'owner',
    load: async () => (await import('../pages/imports/imports-page.tsx')).ImportsPage,
  },
  {
    path: 'shops',
    title: { zh: '全部店铺', en: 'All shops' },
    icon: GlobalOutlined,
    group: 'platform',
    access: 'operator',
    load: async () => (await import('../pages/platform/platform-page.tsx')).PlatformPage,
  },
]
