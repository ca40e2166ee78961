import { SubNav } from '#components/shell/sub-nav.tsx'

const PAGES = [
  { href: '/detections', label: 'Catalogue' },
  { href: '/detections/hits', label: 'Hits' },
  { href: '/detections/attack', label: 'ATT&CK' },
  { href: '/detections/allowed', label: 'Allow-list' },
  { href: '/detections/canaries', label: 'Canaries' },
]

/** The way between the pages about detections. */
export function DetectionsNav() {
  return <SubNav label="Detections" pages={PAGES} />
}
