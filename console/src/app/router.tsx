import { lazy, Suspense } from 'react'
import { createHashRouter, Navigate, type RouteObject, useRouteError } from 'react-router'
import { ApiError } from '../api/api-error.ts'
import { Failure, Loading, NoPermission } from '../parts/states.tsx'
import { HomePage } from './home-page.tsx'
import { maySee } from './may-see.ts'
import { type PageRow, pages } from './pages.ts'
import { Shell } from './shell.tsx'
import { useShop } from './shop.tsx'

/**
 * Addresses stand behind `#`: the server has one page, at `/`, and needs no rules by which others lead to it. Ids of a shop's
 * orders are in no log on the way, either.
 */
export const createRouter = () =>
  createHashRouter([
    {
      element: <Shell />,
      errorElement: <Broken />,
      children: [
        { path: '/', element: <HomePage /> },
        { path: '/shops/:shopId', element: <Navigate to="overview" replace /> },
        ...pages.map(routeOf),
        { path: '*', element: <Navigate to="/" replace /> },
      ],
    },
  ])

function routeOf(page: PageRow): RouteObject {
  const Loaded = lazy(async () => ({ default: await page.load() }))
  const element = (
    <Guarded page={page}>
      <Suspense fallback={<Loading />}>
        <Loaded />
      </Suspense>
    </Guarded>
  )
  const path = page.access === 'operator' ? `/platform/${page.path}` : `/shops/:shopId/${page.path}`
  return { path, element, errorElement: <Broken /> }
}

function Guarded({ page, children }: { readonly page: PageRow; readonly children: React.ReactNode }) {
  const shop = useShop()
  // Whether somebody is an operator the API says; the page of the platform asks it.
  return maySee(page, shop?.role, true) ? children : <NoPermission />
}

/** A page that could not be loaded, after a new version came out for one, or that broke. */
function Broken() {
  const error = useRouteError()
  const message = error instanceof Error ? error.message : String(error)
  return <Failure error={new ApiError({ code: 'page', status: 500, message })} onRetry={() => location.reload()} />
}
