import { SubNav } from '#components/shell/sub-nav.tsx'

const PAGES = [
  { href: '/posture', label: 'Overview' },
  { href: '/posture/findings', label: 'Findings' },
  { href: '/posture/checks', label: 'Checks' },
  { href: '/posture/resources', label: 'Resources' },
  { href: '/posture/owners', label: 'Owners' },
  { href: '/posture/frameworks', label: 'Frameworks' },
  { href: '/posture/exceptions', label: 'Exceptions' },
  { href: '/posture/rules', label: 'Own rules' },
  { href: '/posture/others', label: 'Other services' },
]

/** The way between the pages about posture. */
export function PostureNav() {
  return <SubNav label="Posture" pages={PAGES} />
}
