import { Typography } from 'antd'
import type { Item } from '../../api/call.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import type { Columns } from '../../parts/rows-table.tsx'
import { Nothing } from '../../parts/states.tsx'
import { useChannelName } from '../../parts/use-channel-name.ts'
import { ProductName } from '../products/product-name.tsx'
import { memberTexts } from './referrer-texts.ts'

type OneLink = Item<'list-referrer-links'>

/** The links of one referrer, each with its funnel. */
export function ReferrerLinks({ customerId }: { readonly customerId: string }) {
  const t = useTexts(memberTexts)
  const { shopId } = useThisShop()
  const pages = useApiPages('list-referrer-links', { path: { shopId, customerId }, query: {} }, { live: true })
  return (
    <>
      <h2>{t('links')}</h2>
      <DataTable
        pages={pages}
        columns={useColumns()}
        rowKey={({ code }) => code}
        label={t('links')}
        nothing={<Nothing text={t('noLinks')} />}
      />
    </>
  )
}

const stages = ['visits', 'visitors', 'logins', 'orders', 'buyers', 'repeatBuyers'] as const

function useColumns(): Columns<OneLink> {
  const t = useTexts(memberTexts)
  const { count, day, yuan } = useFormat()
  const channelName = useChannelName()
  return [
    {
      title: t('link'),
      key: 'link',
      render: (_, { code, createdAt }) => (
        <span className="two-lines">
          <Typography.Text code copyable={{ text: code }}>
            {code}
          </Typography.Text>
          <small>{t('madeOn', { day: day(createdAt) })}</small>
        </span>
      ),
      sorter: (a, b) => a.createdAt.localeCompare(b.createdAt),
    },
    {
      title: t('product'),
      key: 'product',
      render: (_, { productId, channel }) => (
        <span className="two-lines">
          {productId === undefined ? t('wholeShop') : <ProductName productId={productId} />}
          <small>{channelName(channel)}</small>
        </span>
      ),
    },
    ...stages.map((stage) => numberColumn(t(stage), stage, ({ funnel }: OneLink) => funnel[stage], count)),
    numberColumn(t('net'), 'net', ({ funnel }) => funnel.netFen, yuan),
  ]
}
