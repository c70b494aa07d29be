import { Button, Card, Segmented } from 'antd'
import { useCallback, useState } from 'react'
import { Link } from 'react-router'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { FigureCard } from '../../parts/figure-card.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import { type Columns, RowsTable } from '../../parts/rows-table.tsx'
import { shortCustomer } from '../../parts/short-customer.ts'
import { Failure, Loading, Nothing } from '../../parts/states.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import type { ChainNode } from './chain-layout.ts'
import { ChainPicture } from './chain-picture.tsx'
import { ReferrerLink } from './referrer-link.tsx'
import { chainTexts, referrerTexts } from './referrer-texts.ts'
import { useChain } from './use-chain.ts'

/** One step of the buttons, for who has no wheel. */
const zoomStep = 1.6

/** Who brought whom, from somebody down or from the shop: the largest branches first, more on demand. */
export function Chain({ root }: { readonly root: string | undefined }) {
  const t = useTexts(chainTexts)
  const referrers = useTexts(referrerTexts)
  const { count } = useFormat()
  const [{ as }, setView] = useViewState(['as', 'root'])
  const [chosen, setChosen] = useState<string>()
  const [zoom, setZoom] = useState(1)
  const { drawn, error, isBusy, isPending, more, expand } = useChain(root)
  const choose = useCallback((customerId: string) => setChosen(customerId), [])
  if (isPending) return error ? <Failure error={error} /> : <Loading rows={8} />
  if (drawn.nodes.size === 0) return <Nothing text={referrers('nobody')} />
  const node = drawn.nodes.get(chosen ?? root ?? '')
  const shown = as === 'table' ? 'table' : 'picture'
  return (
    <FigureCard
      title={t('title')}
      hint={t('hint')}
      extra={
        <Segmented
          aria-label={t('showAs')}
          value={shown}
          options={[
            { value: 'picture', label: t('asPicture') },
            { value: 'table', label: t('asTable') },
          ]}
          onChange={(next) => setView({ as: next })}
        />
      }
    >
      {error ? <Failure error={error} /> : null}
      <div className="row-actions">
        <span className="faint">{t('shown', { n: count(drawn.nodes.size) })}</span>
        {more ? (
          <Button size="small" loading={isBusy} onClick={more}>
            {t('more')}
          </Button>
        ) : null}
        {root === undefined ? null : (
          <Button size="small" onClick={() => setView({ root: undefined })}>
            {t('fromAll')}
          </Button>
        )}
        {shown === 'picture' ? (
          <>
            <Button size="small" aria-label={t('zoomIn')} onClick={() => setZoom((now) => now * zoomStep)}>
              +
            </Button>
            <Button size="small" aria-label={t('zoomOut')} onClick={() => setZoom((now) => now / zoomStep)}>
              −
            </Button>
          </>
        ) : null}
      </div>
      {shown === 'picture' ? (
        <ChainPicture drawn={drawn} root={root} zoom={zoom} onChoose={choose} />
      ) : (
        <ChainTable nodes={[...drawn.nodes.values()]} />
      )}
      {shown === 'picture' ? <Chosen node={node} root={root} isBusy={isBusy} expand={expand} /> : null}
    </FigureCard>
  )
}

function Chosen({
  node,
  root,
  isBusy,
  expand,
}: {
  readonly node: ChainNode | undefined
  readonly root: string | undefined
  readonly isBusy: boolean
  readonly expand: (node: ChainNode) => void
}) {
  const t = useTexts(chainTexts)
  const { shopId } = useThisShop()
  const { count, yuan } = useFormat()
  const [, setView] = useViewState(['root'])
  if (!node) return <p className="page-hint">{t('choose')}</p>
  const { customerId, people, amountFen, repurchasedFen, hasMore } = node
  const figures = { people: count(people), amount: yuan(amountFen), repurchased: yuan(repurchasedFen) }
  return (
    <Card size="small" aria-live="polite">
      <div className="stack">
        <span>{t('tip', { id: shortCustomer(customerId), ...figures })}</span>
        <div className="row-actions">
          <Link to={`/shops/${shopId}/referrers/${encodeURIComponent(customerId)}`}>{t('toMember')}</Link>
          {hasMore ? (
            <Button size="small" loading={isBusy} onClick={() => expand(node)}>
              {t('expand')}
            </Button>
          ) : null}
          {people === 0 || customerId === root ? null : (
            <Button size="small" onClick={() => setView({ root: customerId })}>
              {t('fromHere')}
            </Button>
          )}
        </div>
      </div>
    </Card>
  )
}

/** Rows of one page of it: what was drawn may be thousands. */
const pageSize = 50

function ChainTable({ nodes }: { readonly nodes: readonly ChainNode[] }) {
  const t = useTexts(chainTexts)
  const { count, yuan } = useFormat()
  const columns: Columns<ChainNode> = [
    { title: t('person'), key: 'person', render: (_, { customerId }) => <ReferrerLink customerId={customerId} /> },
    numberColumn(t('depth'), 'depth', ({ depth }) => depth, count),
    numberColumn(t('people'), 'people', ({ people }) => people, count),
    numberColumn(t('amount'), 'amount', ({ amountFen }) => amountFen, yuan),
    numberColumn(t('repurchased'), 'repurchased', ({ repurchasedFen }) => repurchasedFen, yuan),
  ]
  return (
    <RowsTable
      label={t('title')}
      columns={columns}
      rows={nodes}
      rowKey={({ customerId }) => customerId}
      pageSize={pageSize}
    />
  )
}
