import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { useEffect, useMemo } from 'react'
import { RouterProvider } from 'react-router'
import { ApiError } from '../api/api-error.ts'
import { renewSession, useSession } from '../api/session.ts'
import { localeOf, useLanguage } from '../i18n/language.ts'
import { SignInPage } from '../pages/sign-in/sign-in-page.tsx'
import { Loading } from '../parts/states.tsx'
import { useIsDark } from './appearance.ts'
import { createRouter } from './router.tsx'
import { themeOf } from './theme.ts'

/** An answer is taken for new for so long: a page that opens another one does not ask again at once. */
const freshMs = 1_000
const retriesMax = 2

/** What a second try may change: nobody answered, or the server was busy or broke. */
const isWorthRetrying = (error: unknown) => error instanceof ApiError && (error.status === 0 || error.status >= 500)

const createClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: freshMs,
        retry: (count, error) => count < retriesMax && isWorthRetrying(error),
        refetchOnWindowFocus: true,
      },
    },
  })

/** The whole page: language and colours around, then whoever is signed in. */
export function Console() {
  const language = useLanguage()
  const isDark = useIsDark()
  const theme = useMemo(() => themeOf(isDark), [isDark])
  useEffect(() => {
    document.documentElement.lang = localeOf(language)
    document.documentElement.dataset.appearance = isDark ? 'dark' : 'light'
  }, [language, isDark])
  return (
    <ConfigProvider theme={theme} locale={language === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <App className="console">
        <Entrance />
      </App>
    </ConfigProvider>
  )
}

function Entrance() {
  const session = useSession()
  const customerId = typeof session === 'string' ? undefined : session.customerId
  useEffect(() => {
    if (session === 'unknown') renewSession()
  }, [session])
  if (session === 'unknown') return <Loading />
  return customerId === undefined ? <SignInPage /> : <Signed key={customerId} />
}

/** Nothing of one person's is left for the next one: the store of answers and the router live as long as the session. */
function Signed() {
  const client = useMemo(createClient, [])
  const router = useMemo(createRouter, [])
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  )
}
