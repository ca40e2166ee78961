import type { Metadata } from 'next'
import { AccountsPage } from '#components/settings/accounts/accounts-page.tsx'

export const metadata: Metadata = { title: 'Accounts' }

export default function Page() {
  return <AccountsPage />
}
