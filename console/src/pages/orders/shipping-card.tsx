import { AutoComplete, Button, Card, Form, Input } from 'antd'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useText, useTexts } from '../../i18n/texts.ts'
import { Failure } from '../../parts/states.tsx'
import { carrierName, carriers } from './carriers.ts'
import type { OneOrder } from './order-page.tsx'
import { orderTexts } from './order-texts.ts'

/** Where the goods go, what was sent, and the form that ships them. */
export function ShippingCard({ order, mayChange }: { readonly order: OneOrder; readonly mayChange: boolean }) {
  const t = useTexts(orderTexts)
  const { delivery, shipment, shippingReport, status } = order
  const report = { told: t('wechatTold'), due: t('wechatDue'), failed: t('wechatFailed') }
  return (
    <Card>
      <h2>{t('delivery')}</h2>
      <dl className="facts">
        <dt>{t('deliveryKind')}</dt>
        <dd>{t(delivery.kind)}</dd>
        {delivery.kind === 'express' ? (
          <>
            <dt>{t('recipient')}</dt>
            <dd>{delivery.address.recipient}</dd>
            <dt>{t('phone')}</dt>
            <dd>{delivery.address.phone}</dd>
            <dt>{t('address')}</dt>
            <dd>{[delivery.address.region, delivery.address.detail].filter(Boolean).join(' ')}</dd>
          </>
        ) : null}
        {(shipment?.parcels ?? []).map(({ carrier, trackingNo }) => (
          <Parcel key={trackingNo} carrier={carrier} trackingNo={trackingNo} />
        ))}
      </dl>
      {shippingReport === undefined ? null : <p className="faint">{report[shippingReport.status]}</p>}
      {mayChange && status === 'paid' ? <ShipForm order={order} /> : null}
    </Card>
  )
}

function Parcel({ carrier, trackingNo }: { readonly carrier: string; readonly trackingNo: string }) {
  const t = useTexts(orderTexts)
  const text = useText()
  return (
    <>
      <dt>{t('parcel')}</dt>
      <dd>
        {text(carrierName(carrier))} {trackingNo}
      </dd>
    </>
  )
}

type Typed = { readonly carrier?: string; readonly trackingNo?: string }

function ShipForm({ order: { orderId, delivery } }: { readonly order: OneOrder }) {
  const t = useTexts(orderTexts)
  const { shopId } = useThisShop()
  const ship = useChange('ship-order')
  const text = useText()
  const offered = carriers.map(([code, name]) => ({ value: code, label: `${text(name)} ${code}` }))
  const needsParcel = delivery.kind === 'express'
  const send = ({ carrier, trackingNo }: Typed) => {
    const parcels = carrier && trackingNo ? [{ carrier: carrier.trim(), trackingNo: trackingNo.trim() }] : []
    ship.mutate({ path: { shopId, orderId }, body: parcels.length === 0 ? {} : { parcels } })
  }
  return (
    <Form<Typed> layout="vertical" onFinish={send} requiredMark={false} className="ship-form">
      {needsParcel ? (
        <>
          <Form.Item name="carrier" label={t('carrier')} rules={[{ required: true }]} initialValue="SF">
            <AutoComplete options={offered} popupMatchSelectWidth={false} />
          </Form.Item>
          <Form.Item name="trackingNo" label={t('trackingNo')} rules={[{ required: true }]}>
            <Input autoComplete="off" inputMode="text" />
          </Form.Item>
        </>
      ) : null}
      {ship.error ? <Failure error={ship.error} /> : null}
      <Button type="primary" htmlType="submit" loading={ship.isPending} block>
        {t('ship')}
      </Button>
    </Form>
  )
}
