import type { Route } from './shared/rows.ts'

/** Every HTTP endpoint, one row each. Add a row here, a handler file beside the others, and a domain function. */
export const routes = [
  // identity
  { context: 'identity', method: 'POST', path: '/v1/sessions', handler: 'log-in', access: 'public', writes: ['identity', 'referrals'], needs: ['session-signing', 'wechat-login'] },
  { context: 'identity', method: 'POST', path: '/v1/sessions/refresh', handler: 'refresh-session', access: 'public', writes: ['identity'], needs: ['session-signing'] },
  { context: 'identity', method: 'DELETE', path: '/v1/sessions/current', handler: 'log-out', access: 'customer', writes: ['identity'] },
  { context: 'identity', method: 'GET', path: '/v1/me', handler: 'get-me', access: 'customer', reads: ['identity'] },
  { context: 'identity', method: 'PUT', path: '/v1/shops/{shopId}/staff/{customerId}', handler: 'add-staff', access: 'owner', writes: ['identity'] },
  { context: 'identity', method: 'DELETE', path: '/v1/shops/{shopId}/staff/{customerId}', handler: 'remove-staff', access: 'owner', writes: ['identity'] },
  // shops
  { context: 'shops', method: 'POST', path: '/v1/shops', handler: 'open-shop', access: 'customer', writes: ['shops', 'identity'] },
  { context: 'shops', method: 'GET', path: '/v1/shops', handler: 'list-shops', access: 'operator', reads: ['shops'] },
  { context: 'shops', method: 'GET', path: '/v1/shops/{shopId}', handler: 'get-shop', access: 'public', reads: ['shops'] },
  { context: 'shops', method: 'GET', path: '/v1/shops/{shopId}/settings', handler: 'get-settings', access: 'staff', reads: ['shops'] },
  { context: 'shops', method: 'PATCH', path: '/v1/shops/{shopId}/settings', handler: 'change-settings', access: 'owner', writes: ['shops'] },
  // catalog
  { context: 'catalog', method: 'POST', path: '/v1/shops/{shopId}/products', handler: 'draft-product', access: 'staff', reads: ['shops'], writes: ['catalog'] },
  { context: 'catalog', method: 'GET', path: '/v1/shops/{shopId}/products', handler: 'list-products', access: 'public', reads: ['catalog'] },
  { context: 'catalog', method: 'GET', path: '/v1/shops/{shopId}/products/{productId}', handler: 'get-product', access: 'public', reads: ['catalog'] },
  { context: 'catalog', method: 'PATCH', path: '/v1/shops/{shopId}/products/{productId}', handler: 'edit-product', access: 'staff', writes: ['catalog'] },
  { context: 'catalog', method: 'POST', path: '/v1/shops/{shopId}/products/{productId}/publication', handler: 'publish-product', access: 'staff', writes: ['catalog'] },
  { context: 'catalog', method: 'DELETE', path: '/v1/shops/{shopId}/products/{productId}/publication', handler: 'withdraw-product', access: 'staff', writes: ['catalog'] },
  { context: 'catalog', method: 'POST', path: '/v1/shops/{shopId}/products/{productId}/stock-moves', handler: 'move-stock', access: 'staff', writes: ['catalog'] },
  { context: 'catalog', method: 'GET', path: '/v1/shops/{shopId}/products/{productId}/stock-moves', handler: 'list-stock-moves', access: 'staff', reads: ['catalog'] },
  { context: 'catalog', method: 'GET', path: '/v1/shops/{shopId}/products/{productId}/stock', handler: 'get-stock', access: 'staff', reads: ['catalog'] },
  { context: 'catalog', method: 'GET', path: '/v1/shops/{shopId}/low-stock', handler: 'list-low-stock', access: 'staff', reads: ['catalog'] },
  { context: 'catalog', method: 'PUT', path: '/v1/shops/{shopId}/categories', handler: 'set-categories', access: 'staff', writes: ['catalog'] },
  { context: 'catalog', method: 'GET', path: '/v1/shops/{shopId}/categories', handler: 'list-categories', access: 'public', reads: ['catalog'] },
  { context: 'catalog', method: 'POST', path: '/v1/shops/{shopId}/images', handler: 'presign-image', access: 'staff', needs: ['images'] },
  // orders
  { context: 'orders', method: 'POST', path: '/v1/shops/{shopId}/orders', handler: 'place-order', access: 'customer', reads: ['shops', 'referrals'], writes: ['orders', 'catalog'] },
  { context: 'orders', method: 'GET', path: '/v1/shops/{shopId}/orders', handler: 'list-orders', access: 'staff', reads: ['orders'] },
  // Before the row of one order, whose path it would fit too.
  { context: 'orders', method: 'GET', path: '/v1/shops/{shopId}/orders/export', handler: 'export-orders', access: 'owner', reads: ['orders'] },
  { context: 'orders', method: 'GET', path: '/v1/orders', handler: 'list-my-orders', access: 'customer', reads: ['orders'] },
  { context: 'orders', method: 'GET', path: '/v1/shops/{shopId}/orders/{orderId}', handler: 'get-order', access: 'customer', reads: ['orders'] },
  { context: 'orders', method: 'POST', path: '/v1/shops/{shopId}/orders/{orderId}/cancellation', handler: 'cancel-order', access: 'customer', writes: ['orders', 'catalog', 'payments'], needs: ['wechat-pay'] },
  { context: 'orders', method: 'POST', path: '/v1/shops/{shopId}/orders/{orderId}/shipment', handler: 'ship-order', access: 'staff', writes: ['orders'] },
  { context: 'orders', method: 'POST', path: '/v1/shops/{shopId}/orders/{orderId}/receipt', handler: 'receive-order', access: 'customer', writes: ['orders'] },
  { context: 'orders', method: 'POST', path: '/v1/shops/{shopId}/orders/{orderId}/after-sales', handler: 'request-after-sales', access: 'customer', writes: ['orders'] },
  { context: 'orders', method: 'POST', path: '/v1/shops/{shopId}/orders/{orderId}/after-sales/{afterSalesId}/approval', handler: 'approve-after-sales', access: 'staff', writes: ['orders', 'catalog', 'payments'] },
  { context: 'orders', method: 'POST', path: '/v1/shops/{shopId}/orders/{orderId}/after-sales/{afterSalesId}/rejection', handler: 'reject-after-sales', access: 'staff', writes: ['orders'] },
  { context: 'orders', method: 'POST', path: '/v1/shops/{shopId}/orders/{orderId}/after-sales/{afterSalesId}/cancellation', handler: 'cancel-after-sales', access: 'customer', writes: ['orders'] },
  { context: 'orders', method: 'POST', path: '/v1/shops/{shopId}/orders/{orderId}/after-sales/{afterSalesId}/return-parcel', handler: 'send-return', access: 'customer', writes: ['orders'] },
  { context: 'orders', method: 'POST', path: '/v1/shops/{shopId}/orders/{orderId}/after-sales/{afterSalesId}/return-receipt', handler: 'receive-return', access: 'staff', writes: ['orders', 'catalog', 'payments'] },
  { context: 'orders', method: 'POST', path: '/v1/shops/{shopId}/orders/{orderId}/refunds', handler: 'refund-order', access: 'staff', writes: ['orders', 'catalog', 'payments'] },
  // payments
  { context: 'payments', method: 'POST', path: '/v1/shops/{shopId}/orders/{orderId}/payment', handler: 'prepay-order', access: 'customer', reads: ['orders', 'identity'], writes: ['payments'], needs: ['wechat-pay'] },
  { context: 'payments', method: 'GET', path: '/v1/shops/{shopId}/orders/{orderId}/payment', handler: 'get-payment', access: 'customer', reads: ['orders'], writes: ['payments'], needs: ['wechat-pay'] },
  { context: 'payments', method: 'POST', path: '/v1/wechat-pay/notifications', handler: 'receive-notification', access: 'wechat', writes: ['payments'], needs: ['wechat-pay'] },
  { context: 'payments', method: 'GET', path: '/v1/shops/{shopId}/reconciliations', handler: 'list-reconciliations', access: 'owner', reads: ['payments'] },
  { context: 'payments', method: 'GET', path: '/v1/shops/{shopId}/reconciliations/{day}', handler: 'get-reconciliation', access: 'owner', reads: ['payments'] },
  // referrals
  { context: 'referrals', method: 'POST', path: '/v1/shops/{shopId}/links', handler: 'create-link', access: 'customer', reads: ['shops', 'catalog'], writes: ['referrals'] },
  { context: 'referrals', method: 'POST', path: '/v1/links/{code}/visits', handler: 'record-visit', access: 'public', reads: ['shops', 'identity'], writes: ['referrals'] },
  { context: 'referrals', method: 'GET', path: '/v1/shops/{shopId}/referrals/me', handler: 'get-my-referrals', access: 'customer', reads: ['referrals'] },
  { context: 'referrals', method: 'GET', path: '/v1/shops/{shopId}/commission-accounts', handler: 'list-commission-accounts', access: 'staff', reads: ['referrals'] },
  { context: 'referrals', method: 'GET', path: '/v1/shops/{shopId}/orders/{orderId}/commission', handler: 'get-order-commission', access: 'staff', reads: ['referrals'] },
  // repurchase
  { context: 'repurchase', method: 'GET', path: '/v1/shops/{shopId}/repurchase', handler: 'get-shop-repurchase', access: 'staff', reads: ['shops', 'repurchase'] },
  { context: 'repurchase', method: 'GET', path: '/v1/shops/{shopId}/referrers/{customerId}/repurchase', handler: 'get-referrer-repurchase', access: 'staff', reads: ['shops', 'repurchase'] },
  { context: 'repurchase', method: 'GET', path: '/v1/shops/{shopId}/predictions', handler: 'get-predictions', access: 'staff', reads: ['repurchase'] },
  { context: 'repurchase', method: 'GET', path: '/v1/shops/{shopId}/segments/{segment}/customers', handler: 'list-segment', access: 'staff', reads: ['repurchase'] },
  { context: 'repurchase', method: 'GET', path: '/v1/shops/{shopId}/due', handler: 'list-due', access: 'staff', reads: ['repurchase'] },
  { context: 'repurchase', method: 'GET', path: '/v1/shops/{shopId}/customers/{customerId}/prediction', handler: 'get-customer-prediction', access: 'staff', reads: ['shops', 'repurchase'] },
  // platform
  { context: 'platform', method: 'GET', path: '/v1/health', handler: 'get-health', access: 'public' },
  { context: 'platform', method: 'GET', path: '/v1/openapi.json', handler: 'get-openapi', access: 'public' },
  { context: 'platform', method: 'GET', path: '/docs', handler: 'get-docs', access: 'public' },
] as const satisfies readonly Route[]
