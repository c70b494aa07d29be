import { useMutation } from '@tanstack/react-query'
import { Card } from 'antd'
import type { ApiError } from '../../api/api-error.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../parts/page.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { dryRunTexts } from './dry-run-texts.ts'
import { OutcomeView } from './outcome.tsx'
import { type Outcome, runAll, type Terms } from './run-all.ts'
import { TermsForm } from './terms-form.tsx'

/** What other terms of commission would have come to, before anybody publishes them. */
export function DryRunPage() {
  const t = useTexts(dryRunTexts)
  const { shopId } = useThisShop()
  const run = useMutation<Outcome, ApiError, Terms>({ mutationFn: (terms) => runAll(shopId, terms) })
  return (
    <Page title={t('title')} hint={t('hint')}>
      <Card>
        <TermsForm isBusy={run.isPending} onRun={(terms) => run.mutate(terms)} />
      </Card>
      {run.error ? <Failure error={run.error} /> : null}
      {run.isPending ? <Loading /> : null}
      {run.data ? <OutcomeView outcome={run.data} /> : null}
    </Page>
  )
}
