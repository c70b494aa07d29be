import { Link } from 'react-router'
import type { Item } from '../../api/call.ts'
import { useApi, useApiPages } from '../../api/use-api.ts'
import { texts, useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { CopyableId } from '../../parts/copyable-id.tsx'
import { DataTable } from '../../parts/data-table.tsx'
import { Page } from '../../parts/page.tsx'
import type { Columns } from '../../parts/rows-table.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { Nothing } from '../../parts/states.tsx'
import { CohortMap } from '../repurchase/cohort-map.tsx'
import { Headline } from '../repurchase/headline.tsx'
import { Lifecycle } from '../repurchase/lifecycle.tsx'
import { Windows } from '../repurchase/windows.tsx'

type Shop = Item<'list-shops'>

const platformTexts = texts({
  title: { zh: '全部店铺', en: 'All shops' },
  hint: {
    zh: '所有店铺合计；在两家店买过的人，在每家各算一位。',
    en: 'Over all shops; who buys in two shops is a customer of each.',
  },
  shops: { zh: '店铺', en: 'Shops' },
  shop: { zh: '店铺', en: 'Shop' },
  status: { zh: '状态', en: 'Status' },
  open: { zh: '营业', en: 'Open' },
  closed: { zh: '已关', en: 'Closed' },
  openedAt: { zh: '开店', en: 'Opened' },
  timeZone: { zh: '时区', en: 'Time zone' },
  owner: { zh: '店主', en: 'Owner' },
  nothing: { zh: '还没有店铺', en: 'No shop yet' },
  noFigures: { zh: '各店还没有人购买', en: 'Nobody has bought in any shop yet' },
})

/** Operators: what all shops come to, and the way into each. */
export function PlatformPage() {
  const t = useTexts(platformTexts)
  const figures = useApi('get-platform-repurchase', { query: {} }, { live: true })
  const pages = useApiPages('list-shops', { query: {} })
  return (
    <Page title={t('title')} hint={t('hint')}>
      <Answer of={figures}>
        {(answer) =>
          answer.customers === 0 ? (
            <Nothing text={t('noFigures')} />
          ) : (
            <>
              <Headline figures={answer} />
              <CohortMap cohorts={answer.cohorts} />
              <Lifecycle months={answer.months} />
              <Windows withinDays={answer.withinDays} />
            </>
          )
        }
      </Answer>
      <h2>{t('shops')}</h2>
      <DataTable
        pages={pages}
        columns={useShopColumns()}
        rowKey={({ shopId }) => shopId}
        label={t('shops')}
        nothing={<Nothing text={t('nothing')} />}
      />
    </Page>
  )
}

function useShopColumns(): Columns<Shop> {
  const t = useTexts(platformTexts)
  const { day, zone } = useFormat()
  return [
    {
      title: t('shop'),
      key: 'shop',
      render: (_, { shopId, name }) => <Link to={`/shops/${shopId}/repurchase`}>{name}</Link>,
      sorter: (a, b) => a.name.localeCompare(b.name, 'zh-CN'),
    },
    {
      title: t('status'),
      key: 'status',
      onPhone: 'aside',
      render: (_, { status }) => <StateTag tone={status === 'open' ? 'good' : 'calm'}>{t(status)}</StateTag>,
    },
    {
      title: t('openedAt'),
      key: 'openedAt',
      render: (_, { openedAt }) => day(openedAt),
      sorter: (a, b) => a.openedAt.localeCompare(b.openedAt),
    },
    { title: t('timeZone'), key: 'timeZone', render: (_, { timeZone }) => zone(timeZone) },
    { title: t('owner'), key: 'owner', render: (_, { ownerId }) => <CopyableId id={ownerId} /> },
  ]
}
