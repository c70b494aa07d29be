import { LanguageSwitch } from '../../app/account-menu.tsx'
import { Mark } from '../../app/mark.tsx'

export function SignInPage() {
  return (
    <main>
      <Mark />
      <LanguageSwitch />
    </main>
  )
}
