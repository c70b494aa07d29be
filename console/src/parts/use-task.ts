import { App } from 'antd'
import { useState } from 'react'
import { ApiError } from '../api/api-error.ts'
import { frameTexts } from '../app/frame-texts.ts'
import { useTexts } from '../i18n/texts.ts'

/** Runs what a button starts: busy as long as it takes, and what the API refuses is said. Anything else is a defect and thrown. */
export function useTask<Given extends readonly unknown[]>(task: (...given: Given) => Promise<unknown>) {
  const t = useTexts(frameTexts)
  const { message } = App.useApp()
  const [isBusy, setBusy] = useState(false)
  const run = async (...given: Given): Promise<void> => {
    setBusy(true)
    try {
      await task(...given)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      message.error(error.message || t('offline'))
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, run }
}
