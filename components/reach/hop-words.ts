import {
  AppWindow,
  Box,
  Cloud,
  Globe,
  IdCard,
  KeyRound,
  Link2,
  type LucideIcon,
  Radio,
  Scale,
  ShieldCheck,
  SquareFunction,
  Users,
} from 'lucide-react'
import type { Hop } from '#server/domain/reach/reach.ts'

/** What a hop is, in a word, and its icon. */
export const HOPS: Record<Hop['kind'], { word: string; icon: LucideIcon }> = {
  internet: { word: 'internet', icon: Globe },
  account: { word: 'account', icon: Users },
  distribution: { word: 'CloudFront', icon: Cloud },
  'web-acl': { word: 'web ACL', icon: ShieldCheck },
  api: { word: 'API', icon: AppWindow },
  authorizer: { word: 'authorizer', icon: IdCard },
  'load-balancer': { word: 'load balancer', icon: Scale },
  url: { word: 'URL', icon: Link2 },
  source: { word: 'source', icon: Radio },
  function: { word: 'function', icon: SquareFunction },
  role: { word: 'role', icon: KeyRound },
  resource: { word: 'resource', icon: Box },
}

/** What a way around leaves out: "past CloudFront and web ACL, straight to the API". */
export function aroundWords(hops: readonly Pick<Hop, 'kind'>[], to: number): string {
  const word = (index: number) => {
    const hop = hops[index]
    return hop ? HOPS[hop.kind].word : ''
  }
  const passed = hops.slice(1, to).map((hop) => HOPS[hop.kind].word)
  return passed.length === 0
    ? `straight to the ${word(to)}`
    : `past ${passed.join(' and ')}, straight to the ${word(to)}`
}
