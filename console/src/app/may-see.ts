import type { PageRow } from './pages.ts'
import type { ChosenShop } from './shop.tsx'

/** Whether a page is for this person. Only for what is shown: the API checks every request by itself. */
export function maySee(
  { access }: Pick<PageRow, 'access'>,
  role: ChosenShop['role'] | undefined,
  isOperator: boolean,
): boolean {
  switch (access) {
    case 'operator':
      return isOperator
    case 'owner':
      return role === 'owner'
    case 'staff':
      return role !== undefined
  }
}
