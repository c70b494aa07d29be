import { type TableProps, Typography } from 'antd'
import { Link } from 'react-router'
import type { Item } from '../../api/call.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import { Nothing } from '../../parts/states.tsx'
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

function useColumns(): NonNullable<TableProps<OneLink>['columns']> {
  const t = useTexts(memberTexts)
  const { count, day, yuan } = useFormat()
  const { shopId } = useThisShop()
  return [
    {
      title: t('link'),
      key: 'link',
      render: (_, { code }) => (
        <Typography.Text code copyable={{ text: code }}>
          {code}
        </Typography.Text>
      ),
    },
    { title: t('channel'), key: 'channel', render: (_, { channel }) => channel },
    {
      title: t('product'),
      key: 'product',
      render: (_, { productId }) =>
        productId === undefined ? (
          t('wholeShop')
        ) : (
          <Link to={`/shops/${shopId}/products/${productId}`}>…{productId.slice(-6)}</Link>
        ),
    },
    ...stages.map((stage) => numberColumn(t(stage), stage, ({ funnel }: OneLink) => funnel[stage], count)),
    numberColumn(t('net'), 'net', ({ funnel }) => funnel.netFen, yuan),
    { title: t('createdAt'), key: 'createdAt', render: (_, { createdAt }) => day(createdAt) },
  ]
}
