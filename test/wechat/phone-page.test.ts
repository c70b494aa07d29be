import { expect, test } from 'vitest'
import { answerOf, openScene } from './merchant.ts'
import { world } from './world.ts'

test('the page lists users and payments, and shows a name as text, not as markup', async () => {
  const scene = await openScene(world)
  await scene.payOrder()
  await scene.phone('/users', { name: '<b>Lan</b>' })
  const page = await answerOf(await fetch(`${scene.wechat.baseUrl}/phone`))
  expect(page.headers.get('content-type')).toContain('text/html')
  for (const shown of ['Mei', scene.openid, '12.00 CNY', 'paid', '&lt;b&gt;Lan&lt;/b&gt;'])
    expect(page.text).toContain(shown)
  expect(page.text).not.toContain('<b>')
  await scene.wechat.close()
})

test('a body of over 256 kB is answered with 413, a control that does not exist with 404', async () => {
  const scene = await openScene(world)
  expect((await scene.phone('/users', { name: 'a'.repeat(256 * 1024) })).status).toBe(413)
  expect((await scene.phone('/users', { name: 'a'.repeat(65) })).status).toBe(400)
  expect((await scene.phone('/nothing', {})).status).toBe(404)
  await scene.wechat.close()
})
