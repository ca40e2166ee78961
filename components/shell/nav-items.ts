import {
  CircleHelp,
  LayoutDashboard,
  type LucideIcon,
  ScrollText,
  Settings,
  Siren,
  SquareFunction,
} from 'lucide-react'

export type NavItem = { href: string; label: string; icon: LucideIcon; key: string }

/** `key` is pressed after g. */
export const NAV_ITEMS: readonly NavItem[] = [
  { href: '/', label: 'Overview', icon: LayoutDashboard, key: 'o' },
  { href: '/alerts', label: 'Alerts', icon: Siren, key: 'a' },
  { href: '/functions', label: 'Functions', icon: SquareFunction, key: 'f' },
  { href: '/events', label: 'Events', icon: ScrollText, key: 'e' },
  { href: '/settings', label: 'Settings', icon: Settings, key: 's' },
  { href: '/help', label: 'Help', icon: CircleHelp, key: 'h' },
]

/** Whether a page belongs to a nav item: the overview only to itself, the others with what is under them. */
export function isCurrent(href: string, pathname: string): boolean {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`)
}
