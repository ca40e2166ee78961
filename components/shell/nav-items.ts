import {
  ChartSpline,
  CircleDollarSign,
  CircleHelp,
  Gauge,
  GitCompareArrows,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  Network,
  Radar,
  ScrollText,
  Settings,
  ShieldCheck,
  Siren,
  SquareFunction,
  Zap,
} from 'lucide-react'

export type NavItem = {
  href: string
  label: string
  icon: LucideIcon
  /** Pressed after g. */
  key: string
  /** Items of one group stand together; a line parts the groups. */
  group: 'now' | 'inventory' | 'record' | 'own'
  /** In the bar of a phone; the others are under More. */
  inBar?: boolean
}

export const NAV_ITEMS: readonly NavItem[] = [
  { href: '/', label: 'Overview', icon: LayoutDashboard, key: 'o', group: 'now', inBar: true },
  { href: '/alerts', label: 'Alerts', icon: Siren, key: 'a', group: 'now', inBar: true },
  { href: '/anomalies', label: 'Anomalies', icon: ChartSpline, key: 'n', group: 'now' },
  { href: '/functions', label: 'Functions', icon: SquareFunction, key: 'f', group: 'inventory', inBar: true },
  { href: '/roles', label: 'Roles', icon: KeyRound, key: 'r', group: 'inventory' },
  { href: '/triggers', label: 'Triggers', icon: Zap, key: 't', group: 'inventory' },
  { href: '/map', label: 'Map', icon: Network, key: 'm', group: 'inventory' },
  { href: '/concurrency', label: 'Concurrency', icon: Gauge, key: 'l', group: 'inventory' },
  { href: '/changes', label: 'Changes', icon: GitCompareArrows, key: 'c', group: 'record', inBar: true },
  { href: '/events', label: 'Events', icon: ScrollText, key: 'e', group: 'record', inBar: true },
  { href: '/detections', label: 'Detections', icon: Radar, key: 'd', group: 'record' },
  { href: '/posture', label: 'Posture', icon: ShieldCheck, key: 'p', group: 'record' },
  { href: '/cost', label: 'Cost', icon: CircleDollarSign, key: 'b', group: 'record' },
  { href: '/settings', label: 'Settings', icon: Settings, key: 's', group: 'own' },
  { href: '/help', label: 'Help', icon: CircleHelp, key: 'h', group: 'own' },
]

export const BAR_ITEMS = NAV_ITEMS.filter((item) => item.inBar)
export const MORE_ITEMS = NAV_ITEMS.filter((item) => !item.inBar)

/** Whether a page belongs to a nav item: the overview only to itself, the others with what is under them. */
export function isCurrent(href: string, pathname: string): boolean {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`)
}

/** Whether a line stands before the item: it begins a group. */
export function beginsGroup(item: NavItem): boolean {
  const before = NAV_ITEMS[NAV_ITEMS.indexOf(item) - 1]
  return before !== undefined && before.group !== item.group
}
