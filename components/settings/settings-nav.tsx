'use client'
import { PageHeader } from '#components/shell/page-header.tsx'
import { SubNav } from '#components/shell/sub-nav.tsx'

const PAGES = [
  { href: '/settings/accounts', label: 'Accounts' },
  { href: '/settings/coverage', label: 'Coverage' },
  { href: '/settings/watch-cost', label: 'What the watch costs' },
  { href: '/settings/event-sources', label: 'Event sources' },
  { href: '/settings/maintenance', label: 'Maintenance' },
  { href: '/settings/users', label: 'Users' },
  { href: '/settings/tokens', label: 'API tokens' },
  { href: '/settings/api', label: 'API reference' },
]

/** The settings' title and the way between its pages. */
export function SettingsNav() {
  return (
    <>
      <PageHeader title="Settings" />
      <SubNav label="Settings" pages={PAGES} />
    </>
  )
}
