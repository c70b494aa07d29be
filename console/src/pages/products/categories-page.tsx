import { Button, Card, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Reply } from '../../api/call.ts'
import { newId } from '../../api/new-id.ts'
import { useApi, useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Answer } from '../../parts/answer.tsx'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { Page } from '../../parts/page.tsx'
import { Nothing } from '../../parts/states.tsx'
import { useTask } from '../../parts/use-task.ts'
import { categoryTexts } from './product-texts.ts'
import './products.css'

type Categories = Reply<'list-categories'>['categories']
const nameLengthMax = 20
const categoriesMax = 50

export function CategoriesPage() {
  const t = useTexts(categoryTexts)
  const { shopId } = useThisShop()
  const categories = useApi('list-categories', { path: { shopId } })
  return (
    <Page title={t('title')} hint={t('hint')} actions={<Link to={`/shops/${shopId}/products`}>{t('products')}</Link>}>
      <Card>
        <Answer of={categories}>{(answer) => <Editor key={JSON.stringify(answer)} saved={answer.categories} />}</Answer>
      </Card>
    </Page>
  )
}

/** The whole list is edited here and saved at once, as the API takes it. */
function Editor({ saved }: { readonly saved: Categories }) {
  const t = useTexts(categoryTexts)
  const { shopId, role } = useThisShop()
  const [list, setList] = useState<Categories>(saved)
  const set = useChange('set-categories')
  const mayChange = role !== 'operator'
  const save = () => set.mutateAsync({ path: { shopId }, body: { categories: [...list] } })
  const { isBusy, run } = useTask(save)
  const rename = (at: number, name: string) =>
    setList(list.map((category, each) => (each === at ? { ...category, name } : category)))
  const remove = (at: number) => setList(list.filter((_, each) => each !== at))
  const lift = (at: number) =>
    setList([...list.slice(0, at - 1), ...list.slice(at - 1, at + 1).reverse(), ...list.slice(at + 1)])
  const isSame = JSON.stringify(list) === JSON.stringify(saved)
  const hasEmpty = list.some(({ name }) => name.trim() === '')
  return (
    <div className="stack">
      {list.length === 0 ? <Nothing text={t('nothing')} /> : null}
      <ol className="categories">
        {list.map(({ categoryId, name }, at) => (
          <li key={categoryId}>
            <Input
              value={name}
              maxLength={nameLengthMax}
              disabled={!mayChange}
              aria-label={t('nameOf', { n: at + 1 })}
              onChange={({ target }) => rename(at, target.value)}
            />
            {mayChange ? (
              <Button disabled={at === 0} aria-label={t('up', { name })} onClick={() => lift(at)}>
                ↑
              </Button>
            ) : null}
            {mayChange ? (
              <Button danger aria-label={t('remove', { name })} onClick={() => remove(at)}>
                ×
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
      {mayChange ? (
        <div className="row-actions">
          <Button
            disabled={list.length >= categoriesMax}
            onClick={() => setList([...list, { categoryId: newId('cat'), name: '' }])}
          >
            {t('add')}
          </Button>
          {list.length < saved.length ? (
            <ConfirmButton action={t('save')} consequence={t('saveConsequence')} onConfirm={save} disabled={hasEmpty} />
          ) : (
            <Button type="primary" disabled={isSame || hasEmpty} loading={isBusy} onClick={run}>
              {t('save')}
            </Button>
          )}
        </div>
      ) : null}
    </div>
  )
}
